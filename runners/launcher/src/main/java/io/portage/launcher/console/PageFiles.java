package io.portage.launcher.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of the pages, read when the server starts. A path is a name in this list and never a
 * place in a file system.
 */
final class PageFiles {
  /** A file with its media type. */
  record PageFile(String type, byte[] bytes) {}

  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("index.html", HTML),
          Map.entry("console.css", "text/css; charset=utf-8"),
          Map.entry("icon.svg", "image/svg+xml"),
          Map.entry("js/main.js", SCRIPT),
          Map.entry("js/api.js", SCRIPT),
          Map.entry("js/dom.js", SCRIPT),
          Map.entry("js/format.js", SCRIPT),
          Map.entry("js/overview.js", SCRIPT),
          Map.entry("js/tables.js", SCRIPT),
          Map.entry("js/letters.js", SCRIPT),
          Map.entry("js/letter.js", SCRIPT),
          Map.entry("js/row.js", SCRIPT),
          Map.entry("js/actions.js", SCRIPT),
          Map.entry("js/reports.js", SCRIPT),
          Map.entry("js/configuration.js", SCRIPT),
          Map.entry("openapi.json", "application/json; charset=utf-8"));

  private final Map<String, PageFile> files = new HashMap<>();

  private PageFiles() {}

  static PageFiles load() {
    PageFiles pages = new PageFiles();
    TYPES.forEach((name, type) -> pages.files.put("/" + name, new PageFile(type, read(name))));
    pages.files.put("/", pages.files.get("/index.html"));
    return pages;
  }

  Optional<PageFile> find(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** Returns all paths. */
  Set<String> paths() {
    return Set.copyOf(files.keySet());
  }

  private static byte[] read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream("/console/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the module lacks the page's file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
