package io.portage.launcher.console;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portage.config.FileLocation;
import io.portage.launcher.console.Reports.CutoverCheckResult;
import io.portage.launcher.console.Reports.CutoverProblem;
import io.portage.launcher.console.Reports.CutoverResult;
import io.portage.launcher.console.Reports.TableProgress;
import io.portage.launcher.console.Reports.ValuePair;
import io.portage.launcher.console.Reports.VerifiedTable;
import io.portage.launcher.console.Reports.VerifyFinding;
import io.portage.launcher.console.Reports.VerifyResult;
import io.portage.launcher.console.Reports.VerifyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the reports of one job at each call. A report of another job, and a file that is not such a
 * report, is a problem and no answer. Bounded: files of 64 MB, 1,000 findings of a report.
 */
final class ReportReader {
  private static final int FINDINGS = 1_000;
  private static final int TABLES = 2_000;
  private static final int TEXTS = 200;

  private final String job;
  private final ReportPaths paths;
  private final boolean values;

  /**
   * Creates a reader.
   *
   * @param values true if row values are returned
   */
  ReportReader(String job, ReportPaths paths, boolean values) {
    this.job = job;
    this.paths = paths;
    this.values = values;
  }

  /** Returns what the files have now. */
  Reports read() {
    List<String> named = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    return new Reports(
        read("--verify-report", paths.verify(), this::verify, named, problems),
        read("--verify-state", paths.state(), this::state, named, problems),
        read("--cutover-report", paths.cutover(), this::cutover, named, problems),
        named,
        problems);
  }

  private interface FileReader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> @Nullable T read(
      String option,
      @Nullable Path file,
      FileReader<T> reader,
      List<String> named,
      List<String> problems) {
    if (file == null) {
      return null;
    }
    named.add(option);
    try {
      return reader.read(file);
    } catch (NoSuchFileException notWritten) {
      return null;
    } catch (JacksonException e) {
      // The parser's message quotes the file, which may contain row values.
      problems.add(
          option + ": " + file + " cannot be read: no JSON, line " + e.getLocation().getLineNr());
      return null;
    } catch (IOException e) {
      problems.add(option + ": " + file + " cannot be read: " + FileLocation.reasonOf(e));
      return null;
    }
  }

  private VerifyResult verify(Path file) throws IOException {
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    List<VerifiedTable> tables = new ArrayList<>();
    AtomicLong found = new AtomicLong();
    try (ReportFile report = ReportFile.open(file)) {
      report.fields(
          name -> {
            if (name.equals("tables")) {
              report.objects(() -> add(tables, table(report, found)));
            } else {
              head.set(name, report.value());
            }
          });
    }
    requireJob(head);
    Map<String, Long> counts = new TreeMap<>();
    tables.forEach(
        table -> table.counts().forEach((kind, count) -> counts.merge(kind, count, Long::sum)));
    return new VerifyResult(
        ReportFile.text(head, "started"),
        ReportFile.text(head, "ended"),
        ReportFile.text(head, "outcome"),
        tables.stream().mapToLong(VerifiedTable::sourceRows).sum(),
        tables.stream().mapToLong(VerifiedTable::targetRows).sum(),
        tables.stream().mapToLong(VerifiedTable::differences).sum(),
        tables.stream().mapToLong(VerifiedTable::undecided).sum(),
        counts,
        tables,
        found.get() <= FINDINGS);
  }

  private static <T> void add(List<T> tables, T table) throws IOException {
    if (tables.size() == TABLES) {
      throw new IOException("it has more than " + TABLES + " tables");
    }
    tables.add(table);
  }

  private VerifiedTable table(ReportFile report, AtomicLong found) throws IOException {
    ObjectNode table = JsonNodeFactory.instance.objectNode();
    List<VerifyFinding> findings = new ArrayList<>();
    report.fields(
        name -> {
          if (name.equals("findings")) {
            report.objects(
                () -> {
                  if (found.incrementAndGet() <= FINDINGS) {
                    findings.add(finding(report.value()));
                  } else {
                    report.skip();
                  }
                });
          } else {
            table.set(name, report.value());
          }
        });
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> count : table.path("counts").properties()) {
      counts.put(ReportFile.shortened(count.getKey()), count.getValue().asLong());
    }
    return new VerifiedTable(
        ReportFile.text(table, "table"),
        ReportFile.texts(table.path("sources"), TEXTS),
        ReportFile.number(table, "sourceRows"),
        ReportFile.number(table, "targetRows"),
        ReportFile.number(table, "differences"),
        ReportFile.number(table, "undecided"),
        ReportFile.text(table, "problem"),
        counts,
        findings);
  }

  private VerifyFinding finding(JsonNode finding) throws IOException {
    Map<String, ValuePair> pairs = new LinkedHashMap<>();
    if (values) {
      for (Map.Entry<String, JsonNode> pair : finding.path("values").properties()) {
        pairs.put(
            ReportFile.shortened(pair.getKey()),
            new ValuePair(
                optional(pair.getValue(), "source"), optional(pair.getValue(), "target")));
      }
    }
    return new VerifyFinding(
        ReportFile.text(finding, "kind"),
        ReportFile.text(finding, "key"),
        ReportFile.texts(finding.path("columns"), TEXTS),
        ReportFile.text(finding, "detail"),
        optional(finding, "deadLetter"),
        optional(finding, "targetVersion"),
        ReportFile.text(finding, "firstSeen"),
        ReportFile.text(finding, "lastSeen"),
        pairs);
  }

  private static @Nullable String optional(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isTextual() ? ReportFile.shortened(value.textValue()) : null;
  }

  private VerifyState state(Path file) throws IOException {
    String writtenAt = Files.getLastModifiedTime(file).toInstant().toString();
    List<TableProgress> tables = new ArrayList<>();
    try (ReportFile report = ReportFile.open(file)) {
      report.fields(
          table -> {
            ObjectNode progress = JsonNodeFactory.instance.objectNode();
            AtomicLong differed = new AtomicLong();
            report.fieldsHere(
                name -> {
                  if (name.equals("differed")) {
                    report.objects(
                        () -> {
                          differed.incrementAndGet();
                          report.skip();
                        });
                  } else {
                    progress.set(name, report.value());
                  }
                });
            add(
                tables,
                new TableProgress(
                    ReportFile.shortened(table),
                    ReportFile.number(progress, "sourceRows"),
                    ReportFile.number(progress, "targetRows"),
                    differed.get()));
          });
    }
    return new VerifyState(writtenAt, tables);
  }

  private CutoverResult cutover(Path file) throws IOException {
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    List<CutoverCheckResult> checks = new ArrayList<>();
    try (ReportFile report = ReportFile.open(file)) {
      report.fields(
          name -> {
            switch (name) {
              case "checks" -> report.objects(() -> add(checks, check(report.value())));
              case "sourceColumns" -> report.skip();
              default -> head.set(name, report.value());
            }
          });
    }
    requireJob(head);
    return new CutoverResult(
        ReportFile.text(head, "at"),
        ReportFile.text(head, "verdict"),
        ReportFile.number(head, "expectedDowntimeMillis"),
        checks);
  }

  private static CutoverCheckResult check(JsonNode check) throws IOException {
    return new CutoverCheckResult(
        ReportFile.text(check, "id"),
        ReportFile.text(check, "title"),
        ReportFile.text(check, "verdict"),
        ReportFile.number(check, "millis"),
        ReportFile.texts(check.path("evidence"), TEXTS),
        problems(check.path("findings")),
        problems(check.path("accepted")));
  }

  private static List<CutoverProblem> problems(JsonNode array) throws IOException {
    List<CutoverProblem> problems = new ArrayList<>();
    for (JsonNode one : array) {
      if (problems.size() < TEXTS) {
        problems.add(
            new CutoverProblem(
                ReportFile.text(one, "id"),
                ReportFile.text(one, "problem"),
                ReportFile.text(one, "fix")));
      }
    }
    return problems;
  }

  private void requireJob(JsonNode head) throws IOException {
    String of = ReportFile.text(head, "job");
    if (!of.equals(job)) {
      throw new IOException("it is of the job " + of);
    }
  }
}
