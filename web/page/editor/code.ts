/**
 * The text editor: CodeMirror with what Erlang and Elixir need, in the page's own colours.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completeAnyWord,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  StreamLanguage,
  syntaxHighlighting,
} from "@codemirror/language";
import { erlang } from "@codemirror/legacy-modes/mode/erlang";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { elixir } from "codemirror-lang-elixir";
import type { Diagnostic } from "../../protocol.ts";

const STYLE = HighlightStyle.define([
  { tag: [tags.comment, tags.docString], color: "var(--code-comment)", fontStyle: "italic" },
  {
    tag: [tags.keyword, tags.definitionKeyword, tags.controlKeyword, tags.operatorKeyword],
    color: "var(--code-keyword)",
  },
  { tag: [tags.string, tags.special(tags.string), tags.character], color: "var(--code-string)" },
  { tag: [tags.number, tags.integer, tags.float], color: "var(--code-number)" },
  { tag: [tags.atom, tags.bool, tags.null], color: "var(--code-atom)" },
  { tag: [tags.variableName, tags.local(tags.variableName)], color: "var(--code-variable)" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))],
    color: "var(--code-function)",
  },
  { tag: [tags.meta, tags.macroName, tags.attributeName, tags.processingInstruction], color: "var(--code-meta)" },
  { tag: [tags.namespace, tags.typeName, tags.className, tags.moduleKeyword], color: "var(--code-type)" },
  { tag: [tags.operator, tags.punctuation, tags.bracket, tags.separator], color: "var(--code-operator)" },
  { tag: tags.invalid, color: "var(--red)" },
]);

const LOOK = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0 30vh" },
  ".cm-cursor": { borderLeft: "2px solid var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "var(--selection)",
  },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
  ".cm-activeLineGutter": { color: "var(--ink)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--selection)",
    outline: "1px solid var(--line)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--hover)" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-textfield, .cm-button": {
    backgroundColor: "var(--panel)",
    backgroundImage: "none",
    color: "inherit",
    border: "1px solid var(--line)",
    borderRadius: "5px",
    font: "inherit",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    boxShadow: "var(--shadow)",
    overflow: "hidden",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--selection)",
    color: "inherit",
  },
  ".cm-diagnostic": { fontFamily: "var(--mono)", fontSize: "12px", padding: "4px 8px" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--red)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--amber)" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-lint-marker": { width: "9px", height: "9px", content: '""', borderRadius: "50%", margin: "5px 2px" },
  ".cm-lint-marker-error": { content: '""', backgroundColor: "var(--red)" },
  ".cm-lint-marker-warning": { content: '""', backgroundColor: "var(--amber)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--red) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--amber) 1px",
    textUnderlineOffset: "3px",
  },
});

const ERLANG = StreamLanguage.define(erlang);

function language(name: string): Extension {
  if (/\.(erl|hrl|escript|config|src|app|xrl|yrl)$/.test(name)) return [ERLANG, indentUnit.of("    ")];
  if (/\.exs?$/.test(name)) return [elixir(), indentUnit.of("  ")];
  return [];
}

interface Wishes {
  changed(): void;
  compile(): void;
  run(): void;
}

export class Code {
  readonly view: EditorView;
  #wishes: Wishes;

  constructor(parent: HTMLElement, wishes: Wishes) {
    this.#wishes = wishes;
    this.view = new EditorView({ parent, state: this.state("", "") });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** A file as it is when it is opened: with no history. */
  state(name: string, text: string): EditorState {
    const command = (wish: "compile" | "run") => () => {
      this.#wishes[wish]();
      return true;
    };
    return EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: "Mod-Enter", run: command("compile") },
            { key: "Mod-s", run: command("compile") },
            { key: "Mod-Shift-Enter", run: command("run") },
          ]),
        ),
        lineNumbers(),
        lintGutter(),
        highlightActiveLineGutter(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        EditorState.allowMultipleSelections.of(true),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        rectangularSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search(),
        autocompletion({ override: [completeAnyWord], activateOnTyping: false }),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...completionKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        syntaxHighlighting(STYLE),
        LOOK,
        language(name),
        EditorView.contentAttributes.of({ "aria-label": name === "" ? "No file" : `Text of ${name}` }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.#wishes.changed();
        }),
      ],
    });
  }

  /** Replaces the text, as an edit: the cursor stays about where it is, and it can be undone. */
  replace(text: string): void {
    const { state } = this.view;
    this.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text } });
  }

  /** Marks what the compiler said of this file. */
  mark(diagnostics: readonly Diagnostic[]): void {
    const { doc } = this.view.state;
    const marks = diagnostics.map(({ severity, line, column, text }) => {
      const { from: start, to, text: content } = doc.line(Math.max(1, Math.min(line, doc.lines)));
      const indent = content.length - content.trimStart().length;
      const from = Math.min(to, start + (column > 0 ? column - 1 : indent));
      // To the end of the word there; a whole line where no column is said.
      const word = /^(?:[\w@?#]+|.)/.exec(doc.sliceString(from, to))?.[0].length ?? 0;
      return { from, to: column > 0 ? from + word : to, severity, message: text };
    });
    this.view.dispatch(setDiagnostics(this.view.state, marks));
  }

  goTo(line: number, column: number): void {
    const { doc } = this.view.state;
    const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)));
    const anchor = Math.min(to, from + Math.max(0, column - 1));
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }
}
