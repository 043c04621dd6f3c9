"""A file of claims to start from; it is valid as it stands."""

TEMPLATE = """# Claims: what was said, what would make it true. Thresholds stand here before a run.
# multipolar check FILE      says of each: supported, contradicted, depends on the definition,
#                            undecided, or not testable
# multipolar claims series   lists what a claim can be held against

title = "Claims of one text"
source = "Where the text stands"

[[claim]]
name = "concentration"
quote = "A short quotation."
speaker = "Who said it"
date = "2021-06-28"
reads = "What it is taken to say, in neutral words"
agree = 1.0                     # the share of all its definitions that decides

[[claim.test]]                  # each test is one definition
test = "periods"                # a mean of years against an earlier one
series = "results.con"
before = [2001, 2010]
after = [2011, 2020]
expects = "higher"
margin = 0.05                   # least change, as a part of the value before
z = 2.0                         # standard errors that it must be away from nothing

[[claim.test]]
test = "trend"
series = "results.effective_powers"
years = [1992, 2020]
expects = "lower"

# test = "level"           series, year, above or below
# test = "total"           series, years, above or below: the sum of the years
# test = "record"          treaty, has = [...] and lacks = [...] obligations
# test = "forecast"        scenario, year, event = "multipolar" or "pole" with state
# test = "counterfactual"  without, with (scenarios), measure, expects; assumed = "..." if the
#                          answer rests on an effect that no data identify
# test = "placebo"         claim: whether the record identifies an effect at all

[[claim]]
name = "opinion"
quote = "A wish or a judgement."
speaker = "Who said it"
date = "2021-06-28"
reads = "A judgement of value"
untestable = "It says what should be, not what is."
"""
