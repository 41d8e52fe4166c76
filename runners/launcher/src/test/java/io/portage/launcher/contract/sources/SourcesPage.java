package io.portage.launcher.contract.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code blocks of the documentation's page about sources, by their first line, a comment. */
final class SourcesPage {
  private static final Pattern BLOCK =
      Pattern.compile("^```\\w+\n# ([^\n]+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private final Map<String, String> blocks = new TreeMap<>();

  private SourcesPage(String text) {
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      assertThat(blocks.put(matcher.group(1), matcher.group(2))).as(matcher.group(1)).isNull();
    }
  }

  /** Reads the page; the working directory is the repository's root. */
  static SourcesPage read() {
    try {
      return new SourcesPage(Files.readString(Path.of("pipeline/docs/sources.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a block's text, with the values of its variables. */
  String block(String title, Map<String, String> variables) {
    assertThat(blocks).containsKey(title);
    String text = blocks.get(title);
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace("<" + variable.getKey() + ">", variable.getValue());
    }
    assertThat(text).as("a variable without a value").doesNotContainPattern("<[a-z-]+>");
    return text;
  }

  /** Returns a block of properties. */
  Map<String, String> properties(String title, Map<String, String> variables) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(block(title, variables)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> all = new TreeMap<>();
    properties.forEach((name, value) -> all.put((String) name, (String) value));
    return all;
  }
}
