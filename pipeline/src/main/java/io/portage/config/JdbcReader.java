package io.portage.config;

/** Reads a connection. */
final class JdbcReader {
  private JdbcReader() {}

  static JdbcConfig read(Section section) {
    Field field = section.required("url");
    String url = field.text();
    if (!url.isEmpty() && !url.startsWith("jdbc:")) {
      // The text itself stays out of the message: a URL may hold a password.
      field.problem("not a JDBC URL (write jdbc:postgresql://host:port/database)");
    }
    Secret user = section.required("user").secret();
    Secret password = section.required("password").secret();
    return new JdbcConfig(url, user, password);
  }
}
