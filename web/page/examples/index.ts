/**
 * Short programs to begin with. They run on `erl` and `elixir` just the same.
 */
import counter from "./counter.erl";
import hello from "./hello.erl";
import life from "./life.erl";
import ring from "./ring.erl";
import room from "./room.ex";
import workers from "./workers.erl";

export interface Example {
  /** Of the file that it becomes. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly source: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    name: "hello.erl",
    title: "Hello",
    text: "Terms, a process, a message; and what to try in the shell",
    source: hello,
  },
  { name: "ring.erl", title: "A ring of processes", text: "A token goes round, timed", source: ring },
  {
    name: "counter.erl",
    title: "Supervised counters",
    text: "Kill one in Processes and see it come back",
    source: counter,
  },
  {
    name: "workers.erl",
    title: "A pool of workers",
    text: "Jobs and results, to be watched in Messages",
    source: workers,
  },
  {
    name: "life.erl",
    title: "Life",
    text: "Conway's game with a process for each cell, drawn in the shell",
    source: life,
  },
  { name: "room.ex", title: "A room in Elixir", text: "A GenServer, a supervisor, and guests that talk", source: room },
];
