// Does in the page what a visitor does, so that the client sends the event of a scenario's step.
// Arguments: the attribute with bindings, the step's event, and the frame that it stands for.
// Returns "acted", or "sent" where no visitor can cause this, and the frame was sent as it is.

const [attribute, event, frame, binary] = arguments;

const send = () => {
  const bytes = binary && Uint8Array.from(atob(frame), each => each.charCodeAt(0));
  hlive.conn.send(binary ? bytes : frame);
  return "sent";
};

const bindings = el => el.getAttribute(attribute).split(",").map(each => each.split("|"));
const find = id => [...document.querySelectorAll(`[${attribute}]`)]
  .find(el => bindings(el).some(([bound]) => bound === id));

const fill = el => {
  if (event.selected !== undefined || el.type === "checkbox" || el.type === "radio")
    el.checked = Boolean(event.selected);
  if (event.values) {
    for (const option of el.options ?? [])
      option.selected = event.values.includes(option.value);
  } else if ("value" in event) {
    el.value = event.value;
  }
  return (el.value ?? "") === (event.value ?? el.value ?? "")
    && (event.value !== undefined || !el.value)
    && (event.values ?? []).length === (el.multiple ? el.selectedOptions.length : event.values ? 1 : 0);
};

const made = type => {
  const common = {bubbles: false, cancelable: true};
  if (event.key === undefined)
    return type === "click" ? new MouseEvent(type, common) : new Event(type, common);
  return new KeyboardEvent(type, {
    ...common, key: event.key, charCode: event.char_code ?? 0, keyCode: event.key_code ?? 0,
    shiftKey: event.shift ?? false, altKey: event.alt ?? false, ctrlKey: event.ctrl ?? false,
  });
};

const beyond = ["initial", "file", "extra"];
if (!event || binary || event.ids.length !== 1 || beyond.some(name => name in event)) return send();
const target = find(event.ids[0]);
if (!target) return send();
const type = bindings(target).find(([id]) => id === event.ids[0])[1].toLowerCase();
const twins = bindings(target).filter(([, other]) => other.toLowerCase() === type);
if (twins.length !== 1 || !fill(target)) return send();
const happens = made(type);
if (event.key !== undefined && happens.keyCode !== (event.key_code ?? 0)) return send();
target.dispatchEvent(happens);
return "acted";
