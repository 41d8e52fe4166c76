package io.portage.config.yaml;

import io.portage.config.FileLocation;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Parses the YAML document of a file to nodes with their positions. */
public final class YamlFile {
  private YamlFile() {}

  /** Parses the document; empty if an error was added. */
  public static Optional<Node> read(String file, ConfigErrors problems) {
    return text(file, problems).flatMap(yaml -> compose(yaml, file, problems));
  }

  private static Optional<String> text(String file, ConfigErrors problems) {
    try {
      return Optional.of(FileLocation.text(file));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      problems.add(0, 0, "", "no such file");
    } catch (CharacterCodingException e) {
      problems.add(0, 0, "", "is not UTF-8");
    } catch (IOException e) {
      problems.add(0, 0, "", "cannot be read: " + FileLocation.reasonOf(e));
    }
    return Optional.empty();
  }

  private static Optional<Node> compose(String yaml, String file, ConfigErrors problems) {
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(yaml);
      if (root.isEmpty()) {
        problems.add(0, 0, "", "is empty");
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      problems.add(e.getProblemMark().or(e::getContextMark), "", "not YAML: " + describe(e));
    } catch (ReaderException e) {
      int line = 1 + (int) yaml.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      problems.add(line, 1, "", "not YAML: a character that is not allowed in YAML");
    }
    return Optional.empty();
  }

  private static String describe(MarkedYamlEngineException e) {
    String context =
        e.getContextMark()
            .map(mark -> e.getContext() + " from line " + (mark.getLine() + 1) + " on: ")
            .orElse("");
    return (context + e.getProblem()).replaceAll("\\s+", " ").strip();
  }
}
