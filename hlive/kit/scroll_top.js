// Scrolls the content of elements that get the attribute data-scrollTop, so many pixels down.
hlive.kit.onArrival("hscrollTop", "data-scrollTop", (element, pixels) => {
    element.scrollTop = Number(pixels);
});
