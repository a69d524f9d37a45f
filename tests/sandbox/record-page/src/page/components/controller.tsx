/** Maps HubSpot's components to HTML. A component that is not drawn is shown by its name. */
import { type Controller, createController } from "@remote-ui/react/host";
import type { ComponentType } from "react";
import * as actions from "./actions";
import * as charts from "./charts";
import * as feedback from "./feedback";
import { Icon } from "./icons";
import * as inputs from "./inputs";
import * as layout from "./layout";
import * as results from "./results";
import { Select } from "./Select";
import * as table from "./table";
import * as text from "./text";
import { UnknownComponent } from "./UnknownComponent";

/** The names are those that `@hubspot/ui-extensions` sends. */
const DRAWN = {
  ...actions,
  ...charts,
  ...feedback,
  ...inputs,
  ...layout,
  ...results,
  ...table,
  ...text,
  Icon,
  Select,
};

export const drawnComponents: ReadonlySet<string> = new Set(Object.keys(DRAWN));

const known = createController(DRAWN);

export const controller: Controller = {
  ...known,
  get: (type) => (drawnComponents.has(String(type)) ? known.get(type) : unknown(String(type))),
};

const unknownByName = new Map<string, ComponentType>();

function unknown(name: string): ComponentType {
  // One component for each name: a new one at each draw would lose its children's state.
  const existing = unknownByName.get(name);
  if (existing !== undefined) {
    return existing;
  }
  const created: ComponentType = (props) => <UnknownComponent {...props} name={name} />;
  unknownByName.set(name, created);
  return created;
}
