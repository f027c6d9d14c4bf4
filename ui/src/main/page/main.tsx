import { render } from "preact";
import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/parts.css";
import "./style/pages.css";
import "./style/flow.css";
import "./style/explain.css";
import { followLinks, path } from "./lib/place";
import { keepTheme } from "./lib/theme";
import { keepTime } from "./parts/bits";
import { listenToKeys } from "./parts/keys";
import { PLACES } from "./lib/places";
import { Shell } from "./parts/shell";
import { pageFor } from "./pages/routes";

function App() {
  const { Page, rest } = pageFor(path.value);
  return (
    <Shell>
      <Page key={path.value} rest={rest} />
    </Shell>
  );
}

keepTheme();
keepTime();
followLinks();
listenToKeys(PLACES.flatMap(([, places]) => places));
render(<App />, document.getElementById("page")!);
