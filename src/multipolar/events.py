"""What can happen in a simulated year, and how a chronicle tells it.

In the sentences ``{a}`` and ``{b}`` are states and ``{value}`` a number; what
the number is stands in ``VALUE``.
"""

DISPUTE, WAR, JOINED_WAR, PEACE, CONQUEST, DEFEAT = 1, 2, 3, 4, 5, 6
TREATY, ACCESSION, RENEWAL, LAPSE, VIOLATION, WITHDRAWAL = 10, 11, 12, 13, 14, 15
SANCTION, SANCTION_LIFTED, RETALIATION = 20, 21, 22
REGIME_CHANGE, LEADER_CHANGE = 30, 31
INSURGENCY, SEPARATISM, INTERNAL_PEACE, SECESSION, UNION, COLLAPSE = 40, 41, 42, 43, 44, 45
CRASH, TAKE_OFF, ECONOMIC_NORMAL = 50, 51, 52
RIVALRY, RIVALRY_ENDED, COORDINATION, COORDINATION_ENDED = 60, 61, 62, 63
OVERTAKEN, NEW_MAJOR, MAJOR_LOST = 70, 71, 72
SCENARIO = 90
"""An event of the scenario took effect; its number, in the order of the file, is the value."""

SENTENCES = {
    DISPUTE: "{a} and {b} enter a militarized dispute",
    WAR: "war breaks out between {a} and {b}",
    JOINED_WAR: "{a} joins the war against {b}",
    PEACE: "the war between {a} and {b} ends after {value} battle deaths",
    CONQUEST: "{b} is conquered by {a} and leaves the system",
    DEFEAT: "{b} is defeated by {a}",
    TREATY: "{a} and {b} sign a treaty",
    ACCESSION: "{a} joins the treaty of {b}",
    RENEWAL: "the treaty of {a} and {b} is renewed until {value}",
    LAPSE: "the treaty of {a} and {b} is not renewed",
    VIOLATION: "{a} breaks its treaty with {b}",
    WITHDRAWAL: "{a} leaves the treaty with {b}",
    SANCTION: "{a} imposes sanctions on {b}",
    SANCTION_LIFTED: "{a} lifts its sanctions on {b}",
    RETALIATION: "{a} answers the sanctions of {b} with its own",
    REGIME_CHANGE: "the regime of {a} changes to {value}",
    LEADER_CHANGE: "{a} has a new leader",
    INSURGENCY: "an insurgency begins in {a}",
    SEPARATISM: "a separatist war begins in {a}",
    INTERNAL_PEACE: "the armed conflict in {a} ends",
    SECESSION: "{b} secedes from {a}",
    UNION: "{b} unites with {a}",
    COLLAPSE: "the state of {a} collapses",
    CRASH: "the economy of {a} collapses",
    TAKE_OFF: "the economy of {a} takes off",
    ECONOMIC_NORMAL: "growth in {a} returns to normal",
    RIVALRY: "{a} and {b} become rivals",
    RIVALRY_ENDED: "the rivalry of {a} and {b} ends",
    COORDINATION: "{a} and {b} begin to coordinate",
    COORDINATION_ENDED: "{a} and {b} cease to coordinate",
    OVERTAKEN: "{a} overtakes {b} as the most capable state",
    NEW_MAJOR: "{a} becomes a major power",
    MAJOR_LOST: "{a} is no longer a major power",
    SCENARIO: "the scenario has its event {value}",
}
"""Event → sentence."""

NAMES = {
    value: name.lower()
    for name, value in list(globals().items())
    if name.isupper() and isinstance(value, int)
}
"""Event → name, such as ``dispute``."""
