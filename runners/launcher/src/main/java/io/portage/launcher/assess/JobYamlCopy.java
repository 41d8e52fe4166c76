package io.portage.launcher.assess;

import io.portage.config.Credential;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.kafka.KafkaClients;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A copy of a job's YAML file with further entries of {@code tables}, without the secrets that the
 * file has in plain text: a reference to an environment variable stands in their place. All else,
 * comments too, stays as it is.
 */
final class JobYamlCopy {
  /** A value that is a variable of the environment, without a default. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\w+}");

  private final String text;
  private final PortageConfig config;
  private final List<Edit> edits = new ArrayList<>();
  private final Map<String, String> variables = new TreeMap<>();

  private record Edit(int start, int end, String text) {}

  JobYamlCopy(String text, PortageConfig config) {
    this.text = text;
    this.config = config;
  }

  /**
   * Returns the copy.
   *
   * @param entries the entries to add, by their source, indented by two spaces
   * @throws CommandException if a secret or the tables are not where the file's reader found them
   */
  String completed(Map<String, String> entries) {
    Node root =
        new Compose(LoadSettings.builder().build())
            .composeString(text)
            .orElseThrow(() -> new IllegalStateException("the configuration is empty"));
    config.credentials().stream()
        .filter(Credential::confidential)
        .forEach(credential -> hide(root, credential.key(), credential.value()));
    config
        .source()
        .kafka()
        .properties()
        .forEach(
            (name, value) -> {
              if (KafkaClients.isSecret(name)) {
                hide(root, "source.kafka.properties." + name, value);
              }
            });
    config.urls().forEach((key, url) -> hideUrl(root, key, url));
    if (!entries.isEmpty()) {
      insert(root, entries);
    }
    StringBuilder copy = new StringBuilder(text);
    edits.stream()
        .distinct()
        .sorted(Comparator.comparingInt(Edit::start).reversed())
        .forEach(edit -> copy.replace(edit.start(), edit.end(), edit.text()));
    return copy.toString();
  }

  /** Returns the environment in which the copy is read: with the URLs that it leaves out. */
  Map<String, String> environment(Map<String, String> own) {
    Map<String, String> all = new TreeMap<>(variables);
    all.putAll(own);
    return all;
  }

  private void hide(Node root, String key, Secret secret) {
    if (!secret.isPlain() || secret.reveal().isEmpty()) {
      return;
    }
    ScalarNode node = scalar(root, key);
    if (!VARIABLE.matcher(node.getValue()).matches()) {
      replace(node, "{env: " + variable(key) + "}");
    }
  }

  private static String variable(String key) {
    return "PORTAGE_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
  }

  private void hideUrl(Node root, String key, String url) {
    if (JdbcUrl.of(url).hasSecrets()) {
      ScalarNode node = scalar(root, key);
      if (!VARIABLE.matcher(node.getValue()).matches()) {
        variables.put(variable(key), url);
        replace(node, "\"${" + variable(key) + "}\"");
      }
    }
  }

  private void replace(Node node, String replacement) {
    edits.add(new Edit(index(node.getStartMark()), index(node.getEndMark()), replacement));
  }

  /** A mark counts code points. */
  private int index(Optional<Mark> mark) {
    return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
  }

  private void insert(Node root, Map<String, String> entries) {
    Node tables = find(root, "tables");
    if (!(tables instanceof SequenceNode list) || list.getFlowStyle() == FlowStyle.FLOW) {
      throw new CommandException(
          ExitCode.USAGE,
          "--write adds "
              + String.join(", ", entries.keySet())
              + " to tables: write tables as a block with one line per entry");
    }
    String indent = " ".repeat(tables.getStartMark().orElseThrow().getColumn());
    StringBuilder added = new StringBuilder();
    for (String entry : entries.values()) {
      for (String line : entry.lines().toList()) {
        added.append(line.substring(2)).append('\n').append(indent);
      }
    }
    int start = index(tables.getStartMark());
    edits.add(new Edit(start, start, added.toString()));
  }

  private static ScalarNode scalar(Node root, String key) {
    if (find(root, key) instanceof ScalarNode scalar) {
      return scalar;
    }
    throw new CommandException(
        ExitCode.USAGE,
        key
            + ": --write cannot leave out this secret, which is in plain text; refer to it by"
            + " {env: ...} or {file: ...}");
  }

  /** Returns the node of a dotted key; the names of the file may have dots, too. */
  private static @Nullable Node find(Node node, String key) {
    if (!(node instanceof MappingNode mapping)) {
      return null;
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode name) {
        if (name.getValue().equals(key)) {
          return entry.getValueNode();
        }
        if (key.startsWith(name.getValue() + ".")) {
          Node found = find(entry.getValueNode(), key.substring(name.getValue().length() + 1));
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }
}
