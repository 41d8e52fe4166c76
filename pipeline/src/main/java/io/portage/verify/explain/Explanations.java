package io.portage.verify.explain;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.DeadLetterVisitor;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.decode.Formats;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.RowKey;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import io.portage.target.Dialect;
import io.portage.target.ParkedRowTable;
import io.portage.verify.compare.ComparedTarget;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import io.portage.verify.report.TableReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the dead letters and parked rows of differences. The dead letters are read once, up to the
 * end at that time, and of those only the ids for the keys of findings are kept.
 *
 * <p>Not found: dead letters of records that cannot be decoded, or whose key cannot be read.
 */
public final class Explanations {
  private final PortageConfig config;
  private final Dialect dialect;
  private final List<ComparedTarget> targets;

  /** The unresolved dead letters by key, then by id, with their reason. */
  private final Map<RowKey, Map<String, String>> letters = new HashMap<>();

  private final Set<RowKey> parked = new HashSet<>();

  /**
   * The explanations for a job.
   *
   * @param dialect the target's dialect
   * @param targets the tables that were compared
   */
  public Explanations(PortageConfig config, Dialect dialect, List<ComparedTarget> targets) {
    this.config = config;
    this.dialect = dialect;
    this.targets = List.copyOf(targets);
  }

  /**
   * Returns the findings of a report with their explanations.
   *
   * @param connection a session on the target without autocommit; its transaction is ended
   */
  public List<TableReport> explain(List<TableReport> reports, Connection connection)
      throws SQLException {
    for (TableReport report : reports) {
      for (Finding finding : report.findings()) {
        if (isExplained(finding.kind())) {
          letters.put(RowKey.of(report.table(), finding.key()), new LinkedHashMap<>());
        }
      }
    }
    if (letters.isEmpty()) {
      return reports;
    }
    for (ComparedTarget target : targets) {
      readParked(target, connection);
    }
    readLetters();
    return reports.stream().map(this::explained).toList();
  }

  private TableReport explained(TableReport report) {
    List<Finding> findings = new ArrayList<>(report.findings().size());
    Map<DifferenceKind, Long> counts = new HashMap<>(report.counts());
    for (Finding finding : report.findings()) {
      Finding explained = explained(finding);
      findings.add(explained);
      if (explained.kind() != finding.kind()) {
        counts.computeIfPresent(finding.kind(), (kind, n) -> n > 1 ? n - 1 : null);
        counts.merge(explained.kind(), 1L, Long::sum);
      }
    }
    return new TableReport(
        report.table(),
        report.sources(),
        report.sourceRows(),
        report.targetRows(),
        counts,
        findings,
        report.problem());
  }

  private Finding explained(Finding finding) {
    RowKey key = RowKey.of(finding.table(), finding.key());
    Map<String, String> ofKey = letters.getOrDefault(key, Map.of());
    if (finding.kind().isDifference() && !ofKey.isEmpty()) {
      Map.Entry<String, String> last = List.copyOf(ofKey.entrySet()).get(ofKey.size() - 1);
      String was = finding.kind().label() + ": ";
      return finding.explained(DifferenceKind.DEAD_LETTER, was + last.getValue(), last.getKey());
    }
    return isExplained(finding.kind()) && parked.contains(key)
        ? finding.explained(DifferenceKind.PARKED, finding.kind().label(), null)
        : finding;
  }

  /** Parked rows hold back the group's offsets, so that their keys may be in flight for ever. */
  private static boolean isExplained(DifferenceKind kind) {
    return kind.isDifference() || kind == DifferenceKind.IN_FLIGHT;
  }

  private void readParked(ComparedTarget target, Connection connection) throws SQLException {
    String name = config.target().parking().table();
    Optional<ParkedRowTable> published =
        dialect.describe(connection, name).isPresent()
            ? dialect.parkedRowTable(connection, name)
            : Optional.empty();
    if (published.isEmpty()) {
      return;
    }
    List<byte[]> all = published.get().all(target.name());
    connection.rollback();
    for (byte[] encoded : all) {
      try {
        ChangeBatch batch = ChangeBatchCoder.of().decode(new ByteArrayInputStream(encoded));
        for (Change change : batch.changes()) {
          parked.add(target.identity(change.key()));
        }
      } catch (IOException e) {
        throw new SQLException("a row of " + name + " cannot be read: " + e.getMessage(), e);
      }
    }
  }

  private void readLetters() {
    Format format = Formats.of(config.source());
    Map<String, ComparedTarget> byName = new HashMap<>();
    targets.forEach(target -> byName.put(target.name(), target));
    RecordKeys keys = new RecordKeys(config, byName::get);
    try {
      DeadLetterStore.of(config)
          .visit(
              DeadLetterVisitor.of(
                  stored -> add(stored, format, keys),
                  (place, problem) -> {
                    // deadletters list reports it; it explains nothing
                  }));
    } catch (IOException e) {
      throw new UncheckedIOException("the dead letters cannot be read: " + e.getMessage(), e);
    }
  }

  private void add(StoredDeadLetter stored, Format format, RecordKeys keys) {
    DeadLetter letter = stored.deadLetter();
    RowKey key =
        letter.change() != null
            ? RowKey.of(letter.changeOrThrow())
            : ofRecord(letter, format, keys);
    Map<String, String> ofKey = key == null ? null : letters.get(key);
    if (ofKey == null) {
      return;
    }
    ofKey.remove(stored.id());
    if (stored.resolution() == null) {
      ofKey.put(stored.id(), letter.cause().reason() + ": " + letter.cause().message());
    }
  }

  private static @Nullable RowKey ofRecord(DeadLetter letter, Format format, RecordKeys keys) {
    SourceRecord record = letter.sourceRecord();
    if (record == null) {
      return null;
    }
    DecodedRecord event =
        new DecodedRecord(
            record,
            format.decode(record.coordinates().topic(), record.value(), record.headers()),
            letter.part().whole());
    List<DecodedRecord> rows = event.changes();
    RecordKeys.KeyOfTable found = rows.size() == 1 ? keys.of(rows.get(0)) : null;
    return found == null ? null : RowKey.of(found.table(), found.key());
  }
}
