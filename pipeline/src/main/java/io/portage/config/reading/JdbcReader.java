package io.portage.config.reading;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a connection. */
final class JdbcReader {
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String WRITE = " (write jdbc:postgresql://host:port/database)";

  /** The scheme of a JDBC URL, up to what may hold a password. */
  private static final Pattern SCHEME = Pattern.compile("jdbc:[A-Za-z0-9]+:");

  private JdbcReader() {}

  /** Of a database that is read by a driver of its own; which one is not asked here. */
  static JdbcConfig read(YamlMapping section) {
    return read(section, section.required("url"));
  }

  /** Of the target, which can only be PostgreSQL. */
  static JdbcConfig target(YamlMapping section) {
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
      // The text itself stays out of the message: a URL may hold a password.
      field.reject("not a JDBC URL" + WRITE);
    }
    Secret user = section.required("user").secret();
    Secret password = section.required("password").secret();
    return new JdbcConfig(url, user, password);
  }
}
