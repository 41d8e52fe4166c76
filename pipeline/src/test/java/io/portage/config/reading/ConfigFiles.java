package io.portage.config.reading;

import io.portage.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Configuration files for tests. */
public final class ConfigFiles {
  public static final Map<String, String> ENVIRONMENT =
      Map.of("PORTAGE_JDBC_URL", "jdbc:postgresql://localhost/app");

  private ConfigFiles() {}

  /** Reads a file of the test resources. */
  static String resource(String name) {
    try (InputStream in = ConfigFiles.class.getResourceAsStream("/config/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The example configuration with its reference data in {@code folder}. */
  public static String users(Path folder) {
    return resource("users.yaml")
        .replace("data/reference/countries.csv", countries(folder).toString());
  }

  /** Writes reference data with the columns country_code and country_name. */
  public static Path countries(Path folder) {
    return write(folder, "countries.csv", "country_code,country_name\nUS,United States\n");
  }

  public static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the errors of {@code yaml} as {@code line: key: message}, without the file. */
  public static List<String> problems(Path folder, String yaml) {
    Path file = write(folder, "job.yaml", yaml);
    try {
      ConfigReader.read(file, ENVIRONMENT);
      return List.of();
    } catch (ConfigException e) {
      return e.getMessage().lines().map(line -> line.replace(file + ":", "")).toList();
    }
  }
}
