/**
 * A PDF on the writer's core alone: objects, pages, the file. What the library offers above it (HTML,
 * forms, fonts of its own, colours) would be half a megabyte to read before the first ticket.
 */
import {
  PDFCatalog,
  PDFContext,
  PDFHexString,
  PDFName,
  type PDFOperator,
  PDFPageLeaf,
  PDFPageTree,
  type PDFRef,
  PDFString,
  PDFWriter,
} from "@cantoo/pdf-lib";

/** The writer lets others run after so many objects. */
const OBJECTS_PER_TICK = 200;

export interface About {
  readonly title: string;
  /** As BCP 47 writes it. */
  readonly language: string;
}

export class Page {
  readonly height: number;
  readonly #operators: PDFOperator[] = [];

  constructor(height: number) {
    this.height = height;
  }

  push(...operators: readonly PDFOperator[]): void {
    this.#operators.push(...operators);
  }

  get operators(): PDFOperator[] {
    return this.#operators;
  }
}

export class PdfDocument {
  readonly context = PDFContext.create();
  readonly #tree = PDFPageTree.withContext(this.context);
  readonly #treeRef = this.context.register(this.#tree);
  readonly #pages: { readonly leaf: PDFPageLeaf; readonly page: Page }[] = [];

  /** A page of this size in points, whose texts use these fonts. */
  addPage(
    { width, height }: { readonly width: number; readonly height: number },
    fonts: Iterable<{ readonly name: PDFName; readonly ref: PDFRef }>,
  ): Page {
    const leaf = PDFPageLeaf.withContextAndParent(this.context, this.#treeRef);
    leaf.set(PDFName.MediaBox, this.context.obj([0, 0, width, height]));
    for (const { name, ref } of fonts) leaf.setFontDictionary(name, ref);
    this.#tree.pushLeafNode(this.context.register(leaf));
    const page = new Page(height);
    this.#pages.push({ leaf, page });
    return page;
  }

  /** Compressed by the platform: the writer's own compression takes longer than all the rest. */
  async addStream(
    content: string | Uint8Array<ArrayBuffer>,
    about: Readonly<Record<string, number>> = {},
  ): Promise<PDFRef> {
    const packed = new Response(content).body?.pipeThrough(new CompressionStream("deflate"));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    return this.context.register(this.context.stream(bytes, { ...about, Filter: "FlateDecode" }));
  }

  async save({ title, language }: About): Promise<Uint8Array<ArrayBuffer>> {
    const { context } = this;
    for (const { leaf, page } of this.#pages) {
      leaf.addContentStream(await this.addStream(page.operators.join("\n")));
    }
    const catalog = PDFCatalog.withContextAndPages(context, this.#treeRef);
    catalog.getOrCreateViewerPreferences().setDisplayDocTitle(true);
    catalog.set(PDFName.of("Lang"), PDFString.of(language));
    context.trailerInfo.Root = context.register(catalog);
    context.trailerInfo.Info = context.register(
      context.obj({
        Title: PDFHexString.fromText(title),
        Producer: PDFHexString.fromText("Guichet"),
      }),
    );
    const writer = PDFWriter.forContext(context, OBJECTS_PER_TICK);
    return new Uint8Array(await writer.serializeToBuffer());
  }
}
