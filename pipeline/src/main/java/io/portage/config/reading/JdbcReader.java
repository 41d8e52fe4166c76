package io.portage.config.reading;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a database connection. */
public final class JdbcReader {
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String WRITE = " (write jdbc:postgresql://host:port/database)";

  /** The scheme of a JDBC URL, without the part that may contain a password. */
  private static final Pattern SCHEME = Pattern.compile("jdbc:[A-Za-z0-9]+:");

  private JdbcReader() {}

  /** Reads the connection of a reference; any database with a JDBC driver is accepted. */
  static JdbcConfig read(YamlMapping section) {
    return read(section, section.required("url"));
  }

  /** Reads the connection of the target, which must be PostgreSQL. */
  public static JdbcConfig target(YamlMapping section) {
    YamlValue field = section.required("url");
    JdbcConfig config = read(section, field);
    if (config.url().startsWith("jdbc:") && !config.url().startsWith(POSTGRESQL)) {
      Matcher scheme = SCHEME.matcher(config.url());
      field.reject(
          "expected "
              + POSTGRESQL
              + ", found "
              + (scheme.lookingAt() ? scheme.group() : "another JDBC URL")
              + WRITE);
    }
    return config;
  }

  private static JdbcConfig read(YamlMapping section, YamlValue field) {
    String url = field.text();
    if (!url.isEmpty() && !url.startsWith("jdbc:")) {
      // The text is not quoted, because a URL may contain a password.
      field.reject("not a JDBC URL" + WRITE);
    }
    Secret user = section.required("user").secret();
    Secret password = section.required("password").secret();
    return new JdbcConfig(url, user, password);
  }
}
