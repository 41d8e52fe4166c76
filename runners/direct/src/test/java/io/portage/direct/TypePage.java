package io.portage.direct;

import io.portage.direct.TypeCapture.Format;
import io.portage.direct.TypeOutcomes.Place;
import io.portage.direct.TypeSamples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of {@code pipeline/docs/types.md}: what became of the values of each type. Each
 * outcome but equality needs an explanation from a file of them.
 */
final class TypePage {
  private static final int SHOWN = 36;

  private final List<Explanation> explanations = new ArrayList<>();
  private final Set<Explanation> used = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<String> unexplained = new LinkedHashSet<>();

  /**
   * An explanation of outcomes.
   *
   * @param types the types
   * @param outcome the outcomes
   * @param result the outcome in a word or two
   * @param text the explanation, and what helps
   */
  private record Explanation(Pattern types, Pattern outcome, String result, String text) {}

  /** Reads explanations: {@code types | outcome | result | text}, the first two as patterns. */
  TypePage(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] parts = line.split(" \\| ", 4);
        explanations.add(
            new Explanation(
                Pattern.compile(parts[0]), Pattern.compile(parts[1]), parts[2], parts[3]));
      }
    }
  }

  /** Returns the outcomes without an explanation. */
  Set<String> unexplained() {
    return unexplained;
  }

  /** Returns the explanations of which no outcome is left. */
  List<String> unused() {
    return explanations.stream()
        .filter(one -> !used.contains(one))
        .map(one -> one.types() + " | " + one.outcome())
        .toList();
  }

  /**
   * Renders the tables of one source.
   *
   * @param modes the modes by the type, in their order
   * @param targets true for a column with the target's type
   */
  String tables(
      List<Sample> samples,
      Map<Sample, List<String>> modes,
      List<Format> formats,
      boolean targets,
      TypeOutcomes outcomes) {
    StringBuilder page = new StringBuilder();
    String section = "";
    for (Sample sample : samples) {
      if (!sample.section().equals(section)) {
        section = sample.section();
        page.append("\n### ").append(section).append("\n\n| type | mode |");
        page.append(targets ? " target type |" : "");
        formats.forEach(format -> page.append(' ').append(format.title()).append(" |"));
        page.append("\n|---|---|").append(targets ? "---|" : "");
        page.append("---|".repeat(formats.size())).append('\n');
      }
      Map<List<String>, Set<String>> lines = new LinkedHashMap<>();
      for (String mode : modes.getOrDefault(sample, List.of())) {
        List<String> cells = new ArrayList<>();
        if (targets) {
          Place type = new Place(sample.column(), mode, TypeCarrier.TARGET_TYPE);
          cells.add("`" + String.join("", outcomes.at(type)) + "`");
        }
        for (Format format : formats) {
          cells.add(cell(sample, outcomes.at(new Place(sample.column(), mode, format.title()))));
        }
        lines.computeIfAbsent(cells, key -> new LinkedHashSet<>()).add(mode);
      }
      lines.forEach(
          (cells, alike) -> {
            String title = targets ? sample.title().replaceFirst(" => .*", "") : sample.title();
            page.append("| `").append(title.replaceFirst(" \\(", "` ("));
            page.append(title.contains(" (") ? "" : "`");
            boolean all = alike.size() == modes.get(sample).size();
            page.append(" | ").append(all ? "all" : "`" + String.join("`, `", alike) + "`");
            cells.forEach(cell -> page.append(" | ").append(cell));
            page.append(" |\n");
          });
    }
    return page.toString();
  }

  /**
   * Renders the outcomes of a format, as far as they are not those of the one that is alike.
   *
   * @param measured the sets of modes with which it was measured
   * @param all true if these are all
   */
  String others(
      List<Sample> samples,
      Format format,
      List<TypeModes> measured,
      boolean all,
      TypeOutcomes outcomes) {
    Format alike = Objects.requireNonNull(format.alike());
    Set<String> lines = new LinkedHashSet<>();
    for (Sample sample : samples) {
      for (TypeModes modes : measured) {
        String mode = modes.of(sample);
        String cell = cell(sample, outcomes.at(new Place(sample.column(), mode, format.title())));
        if (!cell.equals(
            cell(sample, outcomes.at(new Place(sample.column(), mode, alike.title()))))) {
          lines.add("- `%s`, `%s`: %s\n".formatted(sample.title(), mode, cell));
        }
      }
    }
    String modes =
        all
            ? "in all modes"
            : measured.stream()
                .map(one -> "`" + one.debezium() + "`")
                .collect(Collectors.joining(" and ", "with ", ""));
    return "\n%s, %s: every type as in %s%s\n%s"
        .formatted(
            format.title(),
            modes,
            alike.title(),
            lines.isEmpty() ? "." : ", except:\n",
            String.join("", lines));
  }

  /** Returns the notes to which the tables refer. */
  String notes() {
    StringBuilder list = new StringBuilder();
    int number = 1;
    for (String note : notes) {
      list.append(number++).append(". ").append(note).append('\n');
    }
    return list.toString();
  }

  private String cell(Sample sample, List<String> values) {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    Set<Integer> touched = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      for (Map.Entry<String, String> part : parts(values.get(i)).entrySet()) {
        if (!part.getValue().equals(TypeOutcomes.EQUAL)) {
          touched.add(i);
          shown
              .computeIfAbsent(
                  part.getKey() + explained(sample, part.getValue()), key -> new ArrayList<>())
              .add(code(sample.shown(i)));
        }
      }
    }
    if (shown.isEmpty()) {
      return "whole";
    }
    List<String> cell = new ArrayList<>();
    if (touched.size() < values.size()) {
      cell.add("whole");
    }
    shown.forEach(
        (result, of) ->
            cell.add(of.size() == values.size() ? result : String.join(", ", of) + ": " + result));
    return String.join("; ", cell);
  }

  /** Returns the outcomes by where they occurred, of which the snapshot or the stream is one. */
  private static Map<String, String> parts(String outcome) {
    Map<String, String> parts = new TreeMap<>();
    if (outcome.startsWith("snapshot: ")) {
      String[] both = outcome.substring("snapshot: ".length()).split("; stream: ", 2);
      parts.put("in the snapshot ", both[0]);
      parts.put("in the stream ", both[1]);
    } else {
      parts.put("", outcome);
    }
    return parts;
  }

  private String explained(Sample sample, String outcome) {
    for (Explanation one : explanations) {
      if (one.types().matcher(sample.title()).matches() && one.outcome().matcher(outcome).find()) {
        used.add(one);
        notes.add(one.text());
        return one.result() + " [" + (new ArrayList<>(notes).indexOf(one.text()) + 1) + "]";
      }
    }
    unexplained.add(sample.title() + " -> " + outcome);
    return outcome;
  }

  private static String code(String value) {
    String line = value.replace("\n", " ").replace("|", "\\|").replace("`", "'");
    int end =
        Math.min(
            line.length(),
            line.offsetByCodePoints(0, Math.min(SHOWN, line.codePointCount(0, line.length()))));
    return "`" + line.substring(0, end) + (end < line.length() ? "..." : "") + "`";
  }
}
