package io.portage.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/**
 * Reads the contract's files by name from the class path.
 *
 * <p>Nothing is cached by this class.
 */
public final class Schemas {
  private Schemas() {}

  /**
   * Returns the Avro schema {@code avro/<name>.avsc}.
   *
   * @param name for example {@code users_cdc}
   * @throws IllegalArgumentException if there is no such schema
   */
  public static Schema avro(String name) {
    return new Schema.Parser().parse(text("/avro/" + name + ".avsc"));
  }

  /**
   * Returns the SQL script {@code sql/<name>.sql}; its statements are separated by semicolons.
   *
   * @param name with its dialect, for example {@code postgresql/users_enriched}
   * @throws IllegalArgumentException if there is no such script
   */
  public static String sql(String name) {
    return text("/sql/" + name + ".sql");
  }

  private static String text(String path) {
    try (InputStream in = Schemas.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no " + path.substring(1));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
