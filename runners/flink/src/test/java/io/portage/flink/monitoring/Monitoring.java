package io.portage.flink.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alert rules, the dashboard and the pages about them in this repository. */
final class Monitoring {
  private static final Pattern DOCUMENTED = Pattern.compile("`([A-Z][A-Za-z]+\\.[A-Za-z0-9.<>]+)`");
  private static final Pattern VALUES = Pattern.compile("label_values\\((.+), \\w+\\)");

  private static final Pattern PAGE = Pattern.compile("(\\w+): \\{title: ");

  private final Path root;

  private Monitoring(Path root) {
    this.root = root;
  }

  /** Returns those of the repository that contains the working directory. */
  static Monitoring here() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("runners/monitoring"))) {
      at = at.getParent();
    }
    return new Monitoring(at);
  }

  /** Returns all rules, recorded series and alerts. */
  List<Map<String, Object>> rules() throws IOException {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Object group : (List<?>) yaml("prometheus-alerts.yaml").get("groups")) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        rules.add(texts((Map<?, ?>) rule));
      }
    }
    return rules;
  }

  /** Reads a file of the folder. */
  Map<String, Object> yaml(String file) throws IOException {
    String text = Files.readString(root.resolve("runners/monitoring").resolve(file));
    return texts(
        (Map<?, ?>) new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(text));
  }

  /** Returns the names of the console's pages, from its script. */
  Set<String> consolePages() throws IOException {
    Set<String> pages = new LinkedHashSet<>();
    Matcher page = PAGE.matcher(Files.readString(console().resolve("js/main.js")));
    while (page.find()) {
      pages.add(page.group(1));
    }
    return pages;
  }

  /** Returns the names of the parameters that select dead letters, from the API's document. */
  Set<String> filters() throws IOException {
    return Set.copyOf(
        new ObjectMapper()
            .readTree(console().resolve("openapi.json").toFile())
            .path("paths")
            .path("/api/jobs/{job}/deadletters")
            .path("get")
            .path("parameters")
            .findValuesAsText("name"));
  }

  private Path console() {
    return root.resolve("runners/launcher/src/main/resources/console");
  }

  static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put((String) key, value));
    return texts;
  }

  /** Reads the dashboard. */
  JsonNode dashboard() throws IOException {
    return new ObjectMapper()
        .readTree(root.resolve("runners/monitoring/grafana-dashboard.json").toFile());
  }

  /** Returns every expression of the rules and the dashboard. */
  Set<String> expressions() throws IOException {
    Set<String> all = new LinkedHashSet<>();
    rules().forEach(rule -> all.add((String) rule.get("expr")));
    dashboard().findValuesAsText("expr").forEach(all::add);
    for (String query : dashboard().findValuesAsText("definition")) {
      Matcher values = VALUES.matcher(query);
      if (!values.matches()) {
        throw new IllegalArgumentException(query);
      }
      all.add(values.group(1));
    }
    return all;
  }

  /**
   * Returns the names that the expressions read and that neither the rules record nor {@code
   * scrape} contains.
   *
   * @param absent patterns of names that the scrape need not contain
   */
  List<String> unknownIn(Scrape scrape, Set<String> absent) throws IOException {
    List<String> recorded = new ArrayList<>();
    rules().forEach(rule -> recorded.add(String.valueOf(rule.get("record"))));
    List<String> unknown = new ArrayList<>();
    for (String expression : expressions()) {
      for (PromQl.Selector selector : PromQl.selectors(expression)) {
        if (!recorded.contains(selector.name())
            && absent.stream().noneMatch(selector.name()::matches)
            && scrape.samples().stream().noneMatch(selector::accepts)) {
          unknown.add(selector + " in " + expression);
        }
      }
    }
    return unknown;
  }

  /** Returns the names documented in {@code metrics.md}, as patterns of their Prometheus names. */
  Set<String> documented() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (String line : Files.readAllLines(root.resolve("pipeline/docs/metrics.md"))) {
      if (line.startsWith("| `")) {
        Matcher name = DOCUMENTED.matcher(line.substring(0, line.indexOf(" | ", 2)));
        while (name.find()) {
          names.add(
              Scrape.OPERATOR
                  + name.group(1).replaceAll("<[A-Za-z]+>", "\\\\w+").replace('.', '_'));
        }
      }
    }
    return names;
  }

  /** Returns the headings, as anchors, of the page that a link without its anchor names. */
  Set<String> anchors(String page) throws IOException {
    Set<String> anchors = new LinkedHashSet<>();
    for (String line : Files.readAllLines(root.resolve(page))) {
      if (line.startsWith("#")) {
        anchors.add(line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'));
      }
    }
    return anchors;
  }
}
