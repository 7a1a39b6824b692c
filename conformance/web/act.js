// Does in the page what a visitor does, so that the client sends the event of a scenario's step.
// Arguments: the attribute with bindings, the step's event, and the frame that it stands for.
// Returns "acted", or "sent" where no visitor can cause this: the frame, if any, was sent as it is.

const [attribute, event, frame, binary] = arguments;

const send = () => {
  if (frame === null) return "sent";
  const bytes = binary && Uint8Array.from(atob(frame), each => each.charCodeAt(0));
  hlive.conn.send(binary ? bytes : frame);
  return "sent";
};

const bindings = el => el.getAttribute(attribute).split(",").map(each => each.split("|"));
const find = id => [...document.querySelectorAll(`[${attribute}]`)]
  .find(el => bindings(el).some(([bound]) => bound === id));

// A field is left as it was found: what somebody typed isn't in the server's tree.
const keep = el => {
  const {value, checked} = el;
  const chosen = [...el.selectedOptions ?? []];
  return () => {
    if (el.options) for (const option of el.options) option.selected = chosen.includes(option);
    else if (el.matches("input, textarea")) el.value = value;
    if (checked !== undefined) el.checked = checked;
  };
};

// Brings the field into the state that the event tells of; whether it could be done.
const fill = el => {
  if ("checked" in el) el.checked = Boolean(event.selected);
  if (el.multiple && el.options)
    for (const option of el.options) option.selected = (event.values ?? []).includes(option.value);
  else if ("value" in event) el.value = event.value;
  return "value" in event ? el.value === event.value : !el.value;
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
if (!event || event.ids.length !== 1 || beyond.some(name => name in event)) return send();
const target = find(event.ids[0]);
if (!target || target.type === "file") return send();
const type = bindings(target).find(([id]) => id === event.ids[0])[1].toLowerCase();
const twins = bindings(target).filter(([, other]) => other.toLowerCase() === type);
const happens = made(type);
if (event.key !== undefined && happens.keyCode !== (event.key_code ?? 0)) return send();
if (twins.length !== 1) return send();
const restore = keep(target);
const filled = fill(target);
if (filled) target.dispatchEvent(happens);
restore();
return filled ? "acted" : send();
