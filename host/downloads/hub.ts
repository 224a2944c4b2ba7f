import { z } from "zod";
import type { DownloadWish, RemoteModel, Repository } from "../../contract/downloads.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import { parseGgufName } from "../models/split-name.ts";
import { askHub, refusal } from "./ask-hub.ts";
import { type HubAddress, parseHubAddress } from "./hub-address.ts";
import { quantizationOfFile } from "./quantization-of-file.ts";

/** A page of a listing has a thousand lines; no repository of models comes near this many pages. */
const MAXIMUM_PAGES = 20;

/** One file as the hub lists it. */
export interface RemoteFile {
  /** In the repository. */
  readonly path: string;
  readonly bytes: number;
  /** By the publisher: hexadecimal. */
  readonly sha256: string;
}

/** The files behind a wish, and what is known of where they come from. */
export interface RemoteModelFiles {
  readonly license: string | null;
  /** In the order of the parts. */
  readonly files: readonly RemoteFile[];
}

export interface HubOptions {
  /** Without a slash at its end. */
  readonly endpoint: () => string;
  readonly token: () => Promise<string | null>;
}

/** The hub that models are downloaded from. */
export interface Hub {
  /** What the repository at a pasted address offers. */
  look(address: string): Promise<Repository>;
  files(wish: DownloadWish): Promise<RemoteModelFiles>;
  /** The bytes of a file. `headers` may ask for a range of them. */
  open(
    wish: DownloadWish,
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Response>;
}

const repositorySchema = z.object({
  sha: z.string(),
  cardData: z.object({ license: z.union([z.string(), z.array(z.string())]).optional() }).nullish(),
});

const listingSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.number().optional(),
    lfs: z.object({ oid: z.string(), size: z.number() }).optional(),
  }),
);

type Listing = z.infer<typeof listingSchema>;

/** Speaks the hub's HTTP interface: /api/models/NAME/revision/…, /api/models/NAME/tree/… and /NAME/resolve/…. */
export function createHub({ endpoint, token }: HubOptions): Hub {
  async function read<Value>(url: string, what: string, schema: z.ZodType<Value>): Promise<readonly [Value, Response]> {
    const response = await askHub({ url, endpoint: endpoint(), token: await token() });
    if (!response.ok) {
      await response.body?.cancel();
      throw refusal(response, what, new URL(endpoint()).host);
    }
    const parsed = schema.safeParse(await response.json().catch(() => null));
    if (!parsed.success) {
      throw new OutriderError(
        "network",
        `${new URL(endpoint()).host} answered something else than a description of ${what}. Check the hub's address in the settings.`,
      );
    }
    return [parsed.data, response];
  }

  async function describe({ repository, revision }: Pick<HubAddress, "repository" | "revision">) {
    const version = revision === null ? "" : `/revision/${encodeURIComponent(revision)}`;
    const [{ sha, cardData }] = await read(
      `${endpoint()}/api/models/${repository}${version}`,
      `repository ${repository}`,
      repositorySchema,
    );
    const license = cardData?.license ?? null;
    return { revision: sha, license: typeof license === "string" ? license : (license?.join(", ") ?? null) };
  }

  /** Only what has the publisher's checksum: anything else could not be told from a damaged copy. */
  async function list(repository: string, revision: string): Promise<RemoteFile[]> {
    const files: RemoteFile[] = [];
    const first = `${endpoint()}/api/models/${repository}/tree/${encodeURIComponent(revision)}?recursive=true`;
    let url: string | null = first;
    for (let page = 0; url !== null && page < MAXIMUM_PAGES; page++) {
      const answer: readonly [Listing, Response] = await read(url, `repository ${repository}`, listingSchema);
      files.push(...answer[0].flatMap(asRemoteFile));
      url = nextPage(answer[1], url, endpoint());
    }
    return files;
  }

  return {
    async look(text) {
      const address = parseHubAddress(text, endpoint());
      const { revision, license } = await describe(address);
      const models = groupParts(await list(address.repository, revision));
      if (models.length === 0) {
        throw new OutriderError(
          "not-found",
          `${address.repository} has no GGUF files. Look for a repository whose name ends in GGUF.`,
        );
      }
      return { repository: address.repository, revision, license, models, named: address.file };
    },

    async files(wish) {
      const { revision, license } = await describe(wish);
      const files = await list(wish.repository, revision);
      const wanted = partsOf(wish.file, files);
      if (wanted.length === 0) {
        throw new OutriderError(
          "not-found",
          `${wish.repository} has no file ${wish.file}. Look at the repository again.`,
        );
      }
      return { license, files: wanted };
    },

    async open({ repository, revision }, path, headers, signal) {
      const file = path.split("/").map(encodeURIComponent).join("/");
      const url = `${endpoint()}/${repository}/resolve/${encodeURIComponent(revision)}/${file}`;
      return askHub({ url, endpoint: endpoint(), token: await token(), headers, signal });
    },
  };
}

function asRemoteFile({ type, path, lfs }: Listing[number]): RemoteFile[] {
  if (type !== "file" || lfs === undefined || parseGgufName(fileNameOf(path)) === null) return [];
  return /^[0-9a-f]{64}$/u.test(lfs.oid) ? [{ path, bytes: lfs.size, sha256: lfs.oid }] : [];
}

/** The address of the next page, by the answer's Link header. The token must not follow a link to somewhere else. */
function nextPage(response: Response, url: string, endpoint: string): string | null {
  const next = /<([^>]+)>;\s*rel="next"/u.exec(response.headers.get("link") ?? "")?.[1];
  if (next === undefined) return null;
  const address = new URL(next, url);
  return address.origin === new URL(endpoint).origin ? address.href : null;
}

/** Without folders. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function groupParts(files: readonly RemoteFile[]): RemoteModel[] {
  return files.flatMap((file): RemoteModel[] => {
    const name = parseGgufName(fileNameOf(file.path));
    if (name === null || name.part !== 1) return [];
    const parts = partsOf(file.path, files);
    if (parts.length !== name.parts) return [];
    return [
      {
        file: file.path,
        bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
        parts: parts.length,
        quantization: quantizationOfFile(name.stem),
      },
    ];
  });
}

/** The file itself, or all parts of the split model it belongs to. */
function partsOf(path: string, files: readonly RemoteFile[]): RemoteFile[] {
  const wanted = parseGgufName(fileNameOf(path));
  if (wanted === null) return [];
  const folder = path.slice(0, path.length - fileNameOf(path).length);
  return files
    .map((file) => ({ file, name: parseGgufName(fileNameOf(file.path)) }))
    .filter(({ file, name }) =>
      wanted.parts === 1
        ? file.path === path
        : file.path.startsWith(folder) &&
          fileNameOf(file.path).length === file.path.length - folder.length &&
          name?.stem === wanted.stem &&
          name.parts === wanted.parts,
    )
    .sort((one, other) => (one.name?.part ?? 0) - (other.name?.part ?? 0))
    .map(({ file }) => file);
}
