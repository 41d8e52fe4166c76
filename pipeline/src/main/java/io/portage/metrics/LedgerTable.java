package io.portage.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats a {@link LedgerSummary} as a table: names left, numbers right. */
final class LedgerTable {
  private record LedgerLine(String name, long value) {}

  private LedgerTable() {}

  static String render(LedgerSummary ledger) {
    List<LedgerLine> lines = lines(ledger);
    int name = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    int value = lines.stream().mapToInt(line -> grouped(line.value()).length()).max().orElse(0);
    String table =
        lines.stream()
            .map(line -> pad(line.name(), name) + "  " + padLeft(grouped(line.value()), value))
            .collect(Collectors.joining("\n"));
    return table + "\n" + balance(ledger);
  }

  static String line(LedgerSummary ledger) {
    return lines(ledger).stream()
        .filter(line -> !line.name().startsWith(" "))
        .map(line -> line.name() + " " + grouped(line.value()))
        .collect(Collectors.joining(", "));
  }

  private static List<LedgerLine> lines(LedgerSummary ledger) {
    List<LedgerLine> lines = new ArrayList<>();
    lines.add(new LedgerLine("read", ledger.read()));
    lines.add(new LedgerLine("split", ledger.split()));
    lines.add(new LedgerLine("applied", ledger.applied()));
    lines.add(new LedgerLine("superseded", ledger.superseded()));
    lines.add(new LedgerLine("duplicate", ledger.duplicate()));
    lines.add(new LedgerLine("stale", ledger.stale()));
    lines.add(new LedgerLine("ignored", ledger.ignored()));
    ledger
        .ignoredBy()
        .forEach((kind, count) -> lines.add(new LedgerLine("  " + kind.label(), count)));
    lines.add(new LedgerLine("dead", ledger.dead()));
    ledger
        .deadBy()
        .forEach(
            (stage, reasons) ->
                reasons.forEach(
                    (reason, count) ->
                        lines.add(new LedgerLine("  " + stage.label() + " " + reason, count))));
    if (ledger.late() != 0) {
      lines.add(new LedgerLine("late among these", ledger.late()));
    }
    if (ledger.suspected() != 0) {
      lines.add(new LedgerLine("of a log that may have begun again", ledger.suspected()));
    }
    return lines;
  }

  private static String balance(LedgerSummary ledger) {
    String sum = "read + split = " + grouped(ledger.in()) + ", outcomes = " + grouped(ledger.out());
    if (ledger.isBalanced()) {
      return sum + ": balanced";
    }
    long difference = ledger.difference();
    return sum
        + ": "
        + grouped(Math.abs(difference))
        + (difference > 0 ? " without an outcome" : " with more than one outcome");
  }

  private static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
