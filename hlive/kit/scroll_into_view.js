// Brings elements into view that get the attribute data-scrollIntoView; "true" means at the top.
hlive.kit.onArrival("hscrollIntoView", "data-scrollIntoView", (element, alignToTop) => {
    element.scrollIntoView(alignToTop === "true");
});
