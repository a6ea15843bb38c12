"""Every page of the console, by name, and how one gets there: what is pictured, weighed and judged for everybody.

An area is a module with two functions: `by_path(made)` gives the paths of pages that have one, by their names, and
`by_doing(page, scene, made, owner)` goes to the pages that only an act leads to, and gives each one's name while the browser
is on it. The owner of the account is signed in.
"""

from pages import home, keys, paper, people

AREAS = {"home": home, "keys": keys, "paper": paper, "people": people}
# For whoever is not signed in.
OUTSIDE = {
    "sign-in": "/sign-in",
    "sign-in-token": "/sign-in/token",
    "forgotten": "/forgotten",
    "welcome-gone": "/welcome/nothing",
}
# Of an account in which nothing was done yet.
EMPTY = {
    "home-empty": "/", "keys-empty": "/keys", "history-empty": "/history",
    "settings-notifications-empty": "/settings/notifications", "settings-deliveries-empty": "/settings/deliveries",
}
