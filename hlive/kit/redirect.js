// Goes to the address in the attribute data-redirect of an element that gets it.
hlive.kit.onArrival("hredi", "data-redirect", (element, url) => location.replace(url));
