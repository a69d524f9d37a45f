import { Drawer } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";

interface Props<Of> {
  /** Names the thing that the panel shows; `null`: the panel is closed. */
  of: Of | null;
  /** Titles a panel that shows nothing. */
  label: string;
  title: (of: Of) => ReactNode;
  children: (of: Of) => ReactNode;
  onClose: () => void;
}

/** One item of a list, at the right of the list. */
export function SidePanel<Of>({ of, label, title, children, onClose }: Props<Of>) {
  // A panel that slides away still shows what it showed.
  const [last, setLast] = useState(of);
  useEffect(() => {
    if (of !== null) setLast(of);
  }, [of]);
  const shown = of ?? last;
  return (
    <Drawer
      opened={of !== null}
      onClose={onClose}
      size={500}
      title={shown === null ? label : title(shown)}
    >
      {shown !== null && children(shown)}
    </Drawer>
  );
}
