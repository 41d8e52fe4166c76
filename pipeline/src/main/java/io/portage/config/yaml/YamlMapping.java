package io.portage.config.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys and values of one mapping. A key is known once it has been asked for; {@link #finish}
 * records all others.
 */
public final class YamlMapping {
  private final YamlContext yamlContext;
  private final String path;
  private final Optional<Mark> place;
  private final boolean there;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();

  private YamlMapping(YamlContext yamlContext, String path, Optional<Mark> place, boolean there) {
    this.yamlContext = yamlContext;
    this.path = path;
    this.place = place;
    this.there = there;
  }

  /** A mapping that is not there: no key is, and none is missed. */
  static YamlMapping absent(YamlContext yamlContext, String path, Optional<Mark> place) {
    return new YamlMapping(yamlContext, path, place, false);
  }

  /** A mapping; records keys that stand twice. */
  static YamlMapping of(
      YamlContext yamlContext, String path, Optional<Mark> place, MappingNode mapping) {
    YamlMapping section = new YamlMapping(yamlContext, path, place, true);
    mapping.getValue().forEach(section::add);
    return section;
  }

  private void add(NodeTuple tuple) {
    Optional<Mark> mark = tuple.getKeyNode().getStartMark();
    if (!(tuple.getKeyNode() instanceof ScalarNode node)) {
      yamlContext.errors().add(mark, path, "a key must be a text");
      return;
    }
    String key;
    try {
      key = yamlContext.substitution().apply(node.getValue());
    } catch (InvalidValueException e) {
      yamlContext.errors().add(mark, pathOf(node.getValue()), e.quoting(node.getValue()));
      return;
    }
    Node first = keys.putIfAbsent(key, node);
    if (first == null) {
      values.put(key, tuple.getValueNode());
    } else {
      int line = first.getStartMark().map(Mark::getLine).orElse(-1) + 1;
      yamlContext.errors().add(mark, pathOf(key), "stands twice, first in line " + line);
    }
  }

  /** Whether the mapping stands in the file. */
  public boolean isPresent() {
    return there;
  }

  /** A key that may be missing. */
  public YamlValue optional(String key) {
    known.add(key);
    return field(key);
  }

  /** A key that is recorded when it is missing, unless this whole section is. */
  public YamlValue required(String key) {
    return there ? optional(key).required() : optional(key);
  }

  /** All keys, whose names the user has chosen. */
  public Collection<YamlValue> entries() {
    known.addAll(keys.keySet());
    return keys.keySet().stream().map(this::field).toList();
  }

  /** Records the keys that nobody has asked for. */
  public void finish() {
    keys.forEach(
        (key, node) -> {
          if (!known.contains(key)) {
            String message = "unknown key (" + Suggestions.suggest(key, known) + ")";
            yamlContext.errors().add(node.getStartMark(), pathOf(key), message);
          }
        });
  }

  private YamlValue field(String key) {
    Node value = values.get(key);
    Node keyNode = keys.get(key);
    Optional<Mark> at = keyNode == null ? place : keyNode.getStartMark();
    return new YamlValue(yamlContext, pathOf(key), key, at, value);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
