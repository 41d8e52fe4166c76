package io.portage.verify.log;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.model.Row;
import io.portage.verify.compare.FindingList;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import io.portage.verify.report.TableReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records whose rows are not known: they cannot be decoded, or their key cannot be read. Such a
 * record is undecided as long as its dead letter is not resolved. Not thread-safe.
 */
final class UnknownRecords {
  private final PortageConfig config;
  private final int most;
  private final List<UnknownRecord> records = new ArrayList<>();
  private long more;

  /** The records, of which at most {@code most} are kept. */
  UnknownRecords(PortageConfig config, int most) {
    this.config = config;
    this.most = most;
  }

  private record UnknownRecord(@Nullable String table, RejectedRecord record) {}

  void add(@Nullable String table, RejectedRecord record) {
    if (records.size() < most) {
      records.add(new UnknownRecord(table, record));
    } else {
      more++;
    }
  }

  /** Adds findings to the tables, and returns reports of the topics whose records have no table. */
  List<TableReport> report(LogTables tables, Instant now) throws IOException {
    if (records.isEmpty()) {
      return List.of();
    }
    Set<String> resolved = new HashSet<>();
    for (DeadLetterSummary letter : DeadLetterStore.of(config).summaries((place, problem) -> {})) {
      if (letter.resolution() != null) {
        resolved.add(letter.id());
      }
    }
    Map<String, FindingList> byTopic = new LinkedHashMap<>();
    for (UnknownRecord unknown : records) {
      RejectedRecord record = unknown.record();
      if (record.part().withSameRow().stream()
          .anyMatch(part -> resolved.contains(record.at() + part.suffix()))) {
        continue;
      }
      LogTable table = unknown.table() == null ? null : tables.findOrThrow(unknown.table());
      if (table != null) {
        table.add(finding(table.name, table.from(), record, now));
      } else if (unknown.table() == null) {
        String topic = record.at().topic();
        byTopic
            .computeIfAbsent(topic, name -> new FindingList(most))
            .add(finding(topic, List.of(topic), record, now));
      }
    }
    List<TableReport> reports = new ArrayList<>();
    byTopic.forEach(
        (topic, findings) ->
            reports.add(
                new TableReport(
                    topic,
                    List.of(topic),
                    0,
                    0,
                    findings.counts(),
                    findings.kept(),
                    more == 0 ? "" : more + " further records cannot be read")));
    return reports;
  }

  private static Finding finding(
      String table, List<String> from, RejectedRecord record, Instant now) {
    return new Finding(
        table,
        from,
        Row.empty(),
        DifferenceKind.UNDECIDED,
        List.of(),
        "the row that the record " + record.id() + " changes is not known: " + record.reason(),
        null,
        null,
        now,
        now,
        Map.of());
  }
}
