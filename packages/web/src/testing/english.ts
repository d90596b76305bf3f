/** Import it first: texts in constants are read while their modules load, in the language of the source. */
import { i18n } from "@lingui/core";

i18n.loadAndActivate({ locale: "en", messages: {} });
