"""The browser around a worker: Selenium's own driver, which talks through the bridge."""

import json
from typing import Any

from selenium.webdriver import ChromeOptions
from selenium.webdriver.chromium.remote_connection import ChromiumRemoteConnection
from selenium.webdriver.remote.command import Command
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser.offline.outside import ask


class _Connection(ChromiumRemoteConnection):
    """Sends commands to the bridge."""

    def __init__(self) -> None:
        super().__init__("", "goog", "chrome")

    def _request(self, method: str, url: str, body: str | None = None) -> Any:
        command = {"method": method, "path": url, "body": body if method == "POST" else None}
        answer = ask("/driver", command)
        if answer["status"] >= 400:
            return {"status": answer["status"], "value": answer["body"]}
        return json.loads(answer["body"])


class AroundUs(WebDriver):
    """The browser that the tests were started in."""

    def __init__(self) -> None:
        super().__init__(command_executor=_Connection(), options=ChromeOptions())

    def start_session(self, capabilities: dict[str, Any]) -> None:
        """The session is there already."""
        self.session_id, self.caps = ask("/session")

    def execute_cdp_cmd(self, cmd: str, cmd_args: dict[str, Any]) -> Any:
        """A command of the DevTools' protocol."""
        return self.execute("executeCdpCommand", {"cmd": cmd, "params": cmd_args})["value"]

    def get_log(self, log_type: str) -> Any:
        """What the console has got since the last call."""
        return self.execute(Command.GET_LOG, {"type": log_type})["value"]
