"""The host of an app inside a browser: what runs in Pyodide, in a service worker or in a worker."""
