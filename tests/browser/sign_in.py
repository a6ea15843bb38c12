"""Through the door with an administration token."""


def with_token(page, scene, path="/"):
    """Signs in with the first token and goes on to a page."""
    page.goto(f"/sign-in/token?next={path}")
    page.get_by_label("Administration token").fill(scene.token)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{scene.url}{path}")
