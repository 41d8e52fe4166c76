package io.portage.sandbox.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A shell that waits for the end of its input, then ends the servers and removes their folder. The
 * input ends when the supervisor closes it or ends in any other way. Only the janitor cleans up, so
 * that every case takes the path of the worst case.
 *
 * <p>It reads the process ids from lines such as {@code postgres 17 18}. It sends SIGQUIT to
 * PostgreSQL's first process, which alone can end its children and release its shared memory. If
 * that process was killed before, the id of the shared memory is in the seventh line of its pid
 * file.
 */
final class Janitor implements AutoCloseable {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      root=$1
      kafka= postgres= mariadb=
      while read -r server pids; do
        case $server in
          kafka) kafka=$pids ;;
          postgres) postgres=$pids ;;
          mariadb) mariadb=$pids ;;
        esac
      done
      [ -z "$kafka$mariadb" ] || kill -KILL $kafka $mariadb
      if [ -n "$postgres" ]; then
        postmaster=${postgres%% *}
        kill -CONT $postgres
        kill -QUIT "$postmaster"
        rounds=0
        while kill -0 "$postmaster" && [ $rounds -lt 160 ]; do
          sleep 0.05
          rounds=$((rounds + 1))
        done
        kill -KILL $postgres
      fi
      pidfile=$root/postgres/data/postmaster.pid
      if [ -f "$pidfile" ]; then
        set -- $(sed -n 7p "$pidfile")
        [ -z "$2" ] || ipcrm -m "$2"
      fi
      rounds=0
      until rm -rf "$root" || [ $rounds -ge 50 ]; do
        sleep 0.1
        rounds=$((rounds + 1))
      done
      """;

  private final Process process;

  private Janitor(Process process) {
    this.process = process;
  }

  static Janitor watch(Path root) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "eval \"$SCRIPT\"", "janitor", root.toString());
    builder.environment().put("SCRIPT", SCRIPT);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new Janitor(builder.start());
  }

  long pid() {
    return process.pid();
  }

  /** Replaces the process ids of the server. */
  synchronized void note(String server, List<Long> pids) {
    String line = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
    try {
      process.outputWriter(UTF_8).append(server + " " + line + "\n").flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's janitor is gone", e);
    }
  }

  /** Ends the servers, removes the folder, and returns when both are done. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
