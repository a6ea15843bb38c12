"""Every page of the console, by name, and how one gets there: what is pictured, weighed and judged for everybody.

An area is a module with two functions: `by_path(made)` gives the paths of pages that have one, by their names, and
`by_doing(page, scene, made)` goes to the pages that only an act leads to, and gives each one's name while the browser is on
it.
"""

from pages import keys, paper

AREAS = {"keys": keys, "paper": paper}
# For whoever is not signed in.
OUTSIDE = {"sign-in": "/sign-in"}
# Of an account in which nothing was done yet.
EMPTY = {"keys-empty": "/keys", "history-empty": "/history"}
