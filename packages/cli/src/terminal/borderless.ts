/** Options of a table without lines: columns apart by two spaces, so that it can be read and pasted. */
const chars = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

export const borderless = { chars, style: { head: [], border: [], "padding-left": 0, "padding-right": 0 } };
