"""Formulas: pure functions of arrays, each after its paper.

Nothing here knows of a World. A measure reads a World and calls a formula; the formulas can also
be used alone, on any array of the right shape.

============================  ==================================================================
module                        what it holds
============================  ==================================================================
``concentration``             shares, CON, HHI, effective number, entropy, Gini, parity
``capability``                CINC, component shares, net resources
``similarity``                S, kappa and pi for all pairs of portfolios
``rank_similarity``           tau-b for all pairs of portfolios
``signed``                    triads, walk balance, algebraic conflict of a signed network
``line_index``                line index of balance (two sides), exact with a certificate
``weak_line_index``           line index of weak balance (any number of clusters), the same
``blocs``                     signed modularity and the blocs that maximise it
``polarisation``              Esteban-Ray, Reynal-Querol
``essential``                 essential states, system and resource stability
============================  ==================================================================

``checks`` and ``cuts`` hold what several of them share.
"""
