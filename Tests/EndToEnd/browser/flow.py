#!/usr/bin/env python3
"""A reader follows one promise to the ground in a real browser, on a phone and on a desk.

usage: flow.py LUOSHI [FOLDER for screenshots]

Front page → the card of the thirty stations → a subdistrict → a community → the entry that opened a
station. No page may be wider than the screen, every page must say that the data is made up, and all
of it must work with JavaScript switched off.
"""
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from demo_site import demo_site  # noqa: E402

WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}


def look(page, name, folder, problems):
    """Checks what holds on every page, and keeps a picture."""
    page.wait_for_load_state("load")
    if not any(words in page.inner_text("body") for words in ("演示数据", "Demo data")):
        problems.append(f"{name}: does not say that the data is made up")
    excess = page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth")
    if excess > 0:
        problems.append(f"{name}: {excess} px wider than the screen")
    page.screenshot(path=os.path.join(folder, f"{name}.png"), full_page=True)


def follow(page, address, device, folder, problems):
    page.goto(address + "/")
    look(page, f"{device}-1-front", folder, problems)
    lead = page.locator("a[href*='stations-opened']").filter(has_text="17").first
    lead.click()
    look(page, f"{device}-2-card", folder, problems)
    assert "stations-opened" in page.url, page.url
    # A child unit's own number, then one further down, each a card of its own.
    for step in ("3-subdistrict", "4-community"):
        numbers = page.locator("table a[href*='/number?']")
        numbers.filter(has_text=re.compile(r"^\s*[1-9]")).first.click()
        look(page, f"{device}-{step}", folder, problems)
    page.locator("a[href*='/entry/']").first.click()
    look(page, f"{device}-5-entry", folder, problems)
    assert "/entry/" in page.url, page.url
    assert "elder-station" in page.inner_text("body")
    page.goto(address + "/report")
    look(page, f"{device}-6-report", folder, problems)
    assert page.locator("mark").count() > 50, "the report's figures are not marked"
    page.goto(address + "/?lang=en")
    look(page, f"{device}-7-english", folder, problems)


def main():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("SKIPPED browser test: playwright is not installed")
        return
    browser_path = shutil.which("chromium")
    if browser_path is None:
        print("SKIPPED browser test: chromium is not installed")
        return
    program = os.path.abspath(sys.argv[1])
    folder = sys.argv[2] if len(sys.argv) > 2 else "screenshots"
    os.makedirs(folder, exist_ok=True)
    problems = []
    with demo_site(program) as (address, _, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for device, (width, height) in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="zh-CN",
                java_script_enabled=False)
            page = context.new_page()
            page.on("requestfailed", lambda r: problems.append(f"{r.url}: not loaded"))
            page.on("response", lambda r: problems.append(f"{r.url}: {r.status}")
                    if r.status >= 400 and "favicon" not in r.url else None)
            follow(page, address, device, folder, problems)
            context.close()
        browser.close()
    assert not problems, "\n".join(problems)
    print("browser test passed")


main()
