package io.portage.config.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys and values of one mapping. {@link #finish} records every key that no caller has read as
 * an unknown key.
 */
public final class YamlMapping {
  private final YamlContext yamlContext;
  private final String path;
  private final Optional<Mark> place;
  private final boolean present;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();
  private @Nullable YamlMapping defaults;

  private YamlMapping(YamlContext yamlContext, String path, Optional<Mark> place, boolean present) {
    this.yamlContext = yamlContext;
    this.path = path;
    this.place = place;
    this.present = present;
  }

  /** Creates a missing mapping: it has no key, and no required key is missing. */
  static YamlMapping absent(YamlContext yamlContext, String path, Optional<Mark> place) {
    return new YamlMapping(yamlContext, path, place, false);
  }

  /** Creates a mapping; records duplicate keys. */
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
      yamlContext.errors().add(mark, pathOf(key), "duplicate key, first in line " + line);
    }
  }

  /** Returns true if the mapping is in the file. */
  public boolean isPresent() {
    return present;
  }

  /** Returns the value of a key that may be missing: this mapping's own, else the default. */
  public YamlValue optional(String key) {
    known.add(key);
    if (defaults != null) {
      YamlValue inherited = defaults.optional(key);
      if (!keys.containsKey(key) && inherited.isPresent()) {
        return inherited;
      }
    }
    return field(key);
  }

  /** Returns the value of a key that has no default; it may be missing. */
  public YamlValue own(String key) {
    known.add(key);
    return field(key);
  }

  /** Returns a copy that takes the values of missing keys from another mapping. */
  public YamlMapping withDefaults(YamlMapping others) {
    YamlMapping copy = new YamlMapping(yamlContext, path, place, present || others.present);
    copy.values.putAll(values);
    copy.keys.putAll(keys);
    copy.defaults = others;
    return copy;
  }

  /**
   * Returns the value of a key, and records an error if the key is missing, unless the whole
   * mapping is.
   */
  public YamlValue required(String key) {
    return present ? optional(key).required() : optional(key);
  }

  /** Returns all values of a mapping with user-defined keys. */
  public Collection<YamlValue> entries() {
    known.addAll(keys.keySet());
    return keys.keySet().stream().map(this::field).toList();
  }

  /** Records an error for each key that has not been read. */
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
    @Nullable Node keyNode = keys.get(key);
    Optional<Mark> at = keyNode == null ? place : keyNode.getStartMark();
    return new YamlValue(yamlContext, pathOf(key), key, at, value);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
