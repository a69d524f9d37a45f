import "@mantine/core/styles.css";
import "./shell/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { makeQueryClient } from "./api/queries";
import { Root } from "./shell/Root";

const place = document.getElementById("root");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Root client={makeQueryClient()} />
    </StrictMode>,
  );
}
