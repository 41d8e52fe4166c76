package io.portage.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * CPU time and memory of processes, from Linux's {@code /proc}; empty on other systems and for a
 * process that has ended.
 */
final class ProcessUsage {
  private static final Path PROC = Path.of("/proc");

  /** Linux reports CPU time in hundredths of a second. */
  private static final int MILLIS_A_TICK = 10;

  /** The positions of utime, stime, cutime and cstime after the command in {@code stat}. */
  private static final int UTIME = 11;

  private ProcessUsage() {}

  /**
   * Returns the CPU time in milliseconds of a process and its descendants, including ended
   * descendants that were waited for.
   */
  static OptionalLong cpuMillis(ProcessHandle process) {
    OptionalLong own = ticks(process.pid());
    if (own.isEmpty()) {
      return own;
    }
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      long all =
          own.getAsLong()
              + descendants.mapToLong(each -> ticks(each.pid()).orElse(0)).sum(); // 0: it has ended
      return OptionalLong.of(all * MILLIS_A_TICK);
    }
  }

  /** Returns the CPU time in milliseconds of all processes of this machine since its start. */
  static OptionalLong machineMillis() {
    return read(Path.of("stat"))
        .map(stat -> OptionalLong.of(busyTicks(stat) * MILLIS_A_TICK))
        .orElse(OptionalLong.empty());
  }

  /**
   * Returns the sum of user, nice, system, irq and softirq in the first line of the machine's stat.
   */
  static long busyTicks(String stat) {
    String[] fields = stat.lines().findFirst().orElseThrow().trim().split(" +");
    long sum = 0;
    for (int at : new int[] {1, 2, 3, 6, 7}) {
      sum += Long.parseLong(fields[at]);
    }
    return sum;
  }

  /** Returns the greatest resident memory of a process, in bytes. */
  static OptionalLong peakBytes(long pid) {
    return read(pid, "status").map(ProcessUsage::peak).orElse(OptionalLong.empty());
  }

  static OptionalLong peak(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst();
  }

  /**
   * Returns the sum of the four CPU times in {@code stat}; its command is in parentheses and can
   * contain any character.
   */
  static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int i = UTIME; i < UTIME + 4; i++) {
      sum += Long.parseLong(fields[i]);
    }
    return sum;
  }

  private static OptionalLong ticks(long pid) {
    return read(pid, "stat").map(stat -> OptionalLong.of(ticks(stat))).orElse(OptionalLong.empty());
  }

  private static Optional<String> read(long pid, String file) {
    return read(Path.of(Long.toString(pid), file));
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(PROC.resolve(file)));
    } catch (IOException ended) {
      return Optional.empty(); // no such file, or "no such process" while it is read
    }
  }
}
