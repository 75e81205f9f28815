# Processes, a GenServer, a Supervisor, tasks, an agent, protocols and comprehensions.
defmodule Counter do
  use GenServer
  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)
  def init(n), do: {:ok, n}
  def handle_call(:next, _from, n), do: {:reply, n, n + 1}
  def handle_cast(:crash, _n), do: exit(:shutdown)
end

IO.inspect(System.argv())
{:ok, sup} = Supervisor.start_link([{Counter, 5}], strategy: :one_for_one)
IO.inspect(for _ <- 1..3, do: GenServer.call(Counter, :next))
ref = Process.monitor(Counter)
GenServer.cast(Counter, :crash)
receive do {:DOWN, ^ref, _, _, reason} -> IO.inspect(reason) end
Process.sleep(50)
IO.inspect(GenServer.call(Counter, :next))
Supervisor.stop(sup)

parent = self()
for i <- 1..3, do: spawn(fn -> send(parent, {i, i * i}) end)
IO.inspect(for i <- 1..3, do: (receive do {^i, x} -> x end))
1..4 |> Task.async_stream(&(&1 * 2)) |> Enum.to_list() |> IO.inspect()
{:ok, agent} = Agent.start_link(fn -> %{} end)
Agent.update(agent, &Map.put(&1, :a, 1))
IO.inspect(Agent.get(agent, & &1))

defprotocol Size do
  def size(x)
end

defimpl Size, for: [BitString, List] do
  def size(x), do: Enum.count(String.graphemes(to_string(x)))
end

IO.inspect({Size.size("äö"), Size.size(~c"abc")})
IO.puts(:io_lib.format(~c"~p", [Regex.scan(~r/(\d)(\w)/, "1a2b")]))
IO.inspect(Enum.sum(Stream.take_every(1..10, 3)))
File.write!("out.txt", "x\ny\n")
IO.inspect(File.stream!("out.txt") |> Enum.to_list())
