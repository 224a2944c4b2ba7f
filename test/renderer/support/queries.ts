import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Whether something is hidden is a matter of style sheets, which these tests do not load; looking for it in every
// query makes them several times slower. What is waited for may need longer than the second that is usual.
configure({ defaultHidden: true, asyncUtilTimeout: 30_000 });

afterEach(cleanup);
