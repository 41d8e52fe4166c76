package io.portage;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Small sources that a test compiles into a folder, so that a rule can be tried on them. */
final class CompiledSources {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** Shared, because it reads the class path once. */
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private static final Pattern NAME = Pattern.compile("(?:class|interface|enum) (\\w+)");

  private final Path sources;
  private final Path classes;
  private final List<Path> files = new ArrayList<>();

  CompiledSources(Path folder) throws IOException {
    sources = Files.createDirectories(folder.resolve("sources"));
    classes = Files.createDirectories(folder.resolve("classes"));
  }

  /** Adds a file that declares one type. */
  CompiledSources with(String packageName, String type) {
    Matcher name = NAME.matcher(type);
    assertThat(name.find()).isTrue();
    Path file = sources.resolve(packageName.replace('.', '/')).resolve(name.group(1) + ".java");
    try {
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, "package " + packageName + ";\n" + type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Compiles the sources. */
  JavaClasses compile() {
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-proc:none",
            "-nowarn",
            "-classpath",
            System.getProperty("java.class.path"));
    assertThat(
            COMPILER
                .getTask(null, FILES, null, options, null, FILES.getJavaFileObjectsFromPaths(files))
                .call())
        .isTrue();
    return new ClassFileImporter().importPath(classes);
  }

  /** Returns the lines of the rule's report about the compiled classes. */
  List<String> violations(ArchRule rule) throws IOException {
    JavaClasses compiled = compile();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return rule.evaluate(compiled).getFailureReport().getDetails();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
