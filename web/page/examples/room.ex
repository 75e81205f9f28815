# A room in which everybody hears everybody, in Elixir: a GenServer, a supervisor and a task for each guest.
# Watch it in Processes and Messages while it goes on. To be in a room yourself:
#
#   Room.start_link([])
#   Room.enter(:you)
#   Room.say(:you, "is anybody here?")
#   Room.guests()
#
defmodule Room do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)
  def enter(name), do: GenServer.call(__MODULE__, {:enter, name})
  def guests, do: GenServer.call(__MODULE__, :guests)
  def say(name, text), do: GenServer.cast(__MODULE__, {:say, name, text})

  @impl true
  def init(guests), do: {:ok, guests}

  @impl true
  def handle_call({:enter, name}, {pid, _}, guests) do
    Process.monitor(pid)
    {:reply, :welcome, [{pid, name} | guests]}
  end

  def handle_call(:guests, _from, guests), do: {:reply, Enum.map(guests, &elem(&1, 1)), guests}

  @impl true
  def handle_cast({:say, name, text}, guests) do
    IO.puts("#{name}: #{text}")
    for {pid, other} <- guests, other != name, do: send(pid, {:heard, name, text})
    {:noreply, guests}
  end

  @impl true
  def handle_info({:DOWN, _ref, :process, pid, _reason}, guests) do
    {:noreply, List.keydelete(guests, pid, 0)}
  end
end

defmodule Guest do
  @doc "Enters, answers a few times, and leaves."
  def visit(name, answers) do
    :welcome = Room.enter(name)
    listen(name, answers)
  end

  defp listen(_name, []), do: :ok

  defp listen(name, [answer | rest]) do
    receive do
      {:heard, who, _text} ->
        Process.sleep(400)
        Room.say(name, "#{answer}, #{who}")
        listen(name, rest)
    end
  end
end

defmodule Evening do
  def main do
    {:ok, supervisor} =
      Supervisor.start_link([Room, {Task.Supervisor, name: Guests}], strategy: :one_for_one)

    for {name, answers} <- [ada: ~w[hello indeed goodbye], joe: ~w[hi maybe cheers], mike: ~w[hey sure bye]] do
      {:ok, _} = Task.Supervisor.start_child(Guests, Guest, :visit, [name, answers])
    end

    Process.sleep(100)
    Room.say(:host, "good evening")
    Process.sleep(2500)
    IO.puts("Still here: #{inspect(Room.guests())}")
    Supervisor.stop(supervisor)
  end
end
