"""A peer that greets nicely and then does one nasty thing: crash, hang, late, flood, and so on."""

import json
import sys
import time


def say(answer: object) -> None:
    print(json.dumps(answer), flush=True)


def main(nasty: str) -> None:
    say({"peer": "nasty", "dialect": "0.2", "scripts": []})
    for line in sys.stdin:
        request = json.loads(line)
        if nasty == "crash":
            sys.exit("I am sorry")
        elif nasty == "hang":
            time.sleep(3600)
        elif nasty == "garbage":
            print("<html>", flush=True)
        elif nasty == "list":
            say([1, 2])
        elif nasty == "types":
            say({"html": 5})
        elif nasty == "flood":
            while True:
                say({"html": "<p></p>"})
        elif nasty == "endless":
            while True:
                sys.stdout.write("x" * 65536)
        elif nasty == "deep":
            print("[" * 100_000, flush=True)
        elif nasty == "stderr":
            sys.stderr.write("x" * 10_000_000)
            say({"unimplemented": "all of it"})
        elif nasty == "frames":
            say({"html": "<p>a</p>", "tree": "<p>a</p>", "frames": ["d|u|doc|x|t|a\n"]})
        else:
            say({"unimplemented": f"to {request['do']}"})


main(sys.argv[1])
