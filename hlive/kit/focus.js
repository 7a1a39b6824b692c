// Puts the focus to elements that get the attribute data-hlive-focus.
hlive.kit.onArrival("hfocus", "data-hlive-focus", (element) => {
    if (element === document.activeElement) return;
    element.focus();
    // Fields without a cursor, such as a checkbox or a number, have null or nothing here.
    if (typeof element.selectionStart === "number") {
        element.setSelectionRange(element.value.length, element.value.length);
    }
});
