package io.portage;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;

/** The rules for dependencies between packages, for DoFns, for state and for time. */
public final class ArchitectureRules {
  private static final String ROOT = "io.portage";

  /** The packages of the stages, in the order of the pipeline. */
  static final List<String> STAGES =
      List.of("read", "decode", "normalize", "latest", "enrich", "upsert", "deadletter", "commit");

  /** The packages that put stages together. */
  private static final String[] TOP = {ROOT, ROOT + ".replay..", ROOT + ".verify.."};

  /** The packages that every stage may use, so that the architecture page lists them once. */
  private static final Set<String> USED_BY_ALL = Set.of("model", "config", "metrics");

  /** The static fields whose content changes, or seems to, each with the reason. */
  private static final Map<String, String> CHANGING_STATE =
      Map.ofEntries(
          Map.entry("io.portage.model.Columns.SHARED", "equal lists are one instance; bounded"),
          Map.entry("io.portage.model.encoding.ModelEncoding.KNOWN", "decoded columns; bounded"),
          Map.entry("io.portage.model.encoding.ModelEncoding.ENCODED", "encoded columns; bounded"),
          Map.entry("io.portage.model.Row.EMPTY", "the constructor of Columns fills a map"),
          Map.entry("io.portage.expression.Program.COMPILED", "one program per text; bounded"),
          Map.entry("io.portage.expression.Program.DECIMALS", "its constructor fills lists"),
          Map.entry("io.portage.upsert.parking.SpillSummary.NONE", "its bit set is only copied"),
          Map.entry("io.portage.target.connection.SlowQueryWatch.REAL", "one thread for all"),
          Map.entry("io.portage.decode.json.ReusableParser.OF_THREAD", "one parser per thread"),
          Map.entry("io.portage.target.connection.ConnectionPool.SHARED", "one pool per database"),
          Map.entry("io.portage.decode.registry.SchemaRegistries.SHARED", "one per registry"),
          Map.entry(
              "io.portage.metrics.SharedTableLabels.JOBS", "one set of names per job; bounded"),
          Map.entry("io.portage.normalize.LogRestartDetector.SHARED", "one per run; weak"),
          Map.entry("io.portage.read.ReadContext.ALL", "deserializers have no other way to it"),
          Map.entry("io.portage.commit.PartitionCommits.SHARED", "one committer per run"),
          Map.entry("io.portage.latest.CombineBundleFn.INSTANCES", "they share the memory"));

  /** The types of static fields that change and have no influence on results. */
  private static final Map<String, String> CHANGING_TYPES =
      Map.of("io.portage.metrics.LogThrottle", "the times of the last messages");

  /** The classes that read the system's clock, each with the reason. */
  private static final Map<String, String> CLOCK_DOORS =
      Map.ofEntries(
          Map.entry("io.portage.read.ReadChanges", "the step's clock"),
          Map.entry("io.portage.RunBeginning", "the time limit of reading before a run"),
          Map.entry("io.portage.read.ReadContext", "the clock of a worker's consumers"),
          Map.entry("io.portage.decode.DecodeEvents", "the step's clock"),
          Map.entry("io.portage.decode.registry.SchemaRegistries", "the age of missing schemas"),
          Map.entry("io.portage.decode.registry.SchemaRegistry", "durations in log messages"),
          Map.entry("io.portage.normalize.NormalizeChanges", "the step's clock"),
          Map.entry("io.portage.latest.KeepLatest", "the step's clock"),
          Map.entry("io.portage.enrich.EnrichRows", "the step's clock"),
          Map.entry("io.portage.enrich.ReferenceCheck", "a check before the job"),
          Map.entry("io.portage.upsert.UpsertDependencies", "the step's clock"),
          Map.entry("io.portage.deadletter.FileDeadLetterSink", "the clock of a worker's writer"),
          Map.entry("io.portage.commit.CommitOffsets", "the step's clock"),
          Map.entry("io.portage.commit.BrokerOffsets", "the time limit of a request"),
          Map.entry("io.portage.replay.ResolveDeadLetters", "the step's clock"),
          Map.entry("io.portage.sink.SinkContext", "the clock of a sink outside of a job"),
          Map.entry("io.portage.upsert.RetryingSink", "durations in log messages"),
          Map.entry("io.portage.target.connection.ConnectionPool", "the age of shared tables"),
          Map.entry("io.portage.target.connection.OutageBackOff", "durations in log messages"),
          Map.entry("io.portage.target.connection.RetryPolicy", "durations in log messages"),
          Map.entry("io.portage.target.connection.SlowQueryWatch", "durations in log messages"),
          Map.entry("io.portage.metrics.LogThrottle", "the default clock of log messages"));

  /**
   * The methods of DoFns that are longer than {@link ArchitectureConditions#METHOD_LINES} lines.
   */
  private static final Map<String, String> LONG_METHODS = Map.of();

  private ArchitectureRules() {}

  static final ArchRule STAGES_DO_NOT_DEPEND_ON_EACH_OTHER =
      slices().assignedFrom(new StageSlices()).should().notDependOnEachOther();

  static final ArchRule ONLY_TOP_PACKAGES_DEPEND_ON_STAGES =
      noClasses()
          .that()
          .resideOutsideOfPackages(concat(stagePackages(), TOP))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(stagePackages());

  static final ArchRule NOTHING_DEPENDS_ON_TOP_PACKAGES =
      noClasses()
          .that()
          .resideOutsideOfPackages(TOP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TOP);

  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
      slices().assignedFrom(new PackageSlices()).should().beFreeOfCycles();

  public static final ArchRule PACKAGES_HAVE_AT_MOST_30_FILES =
      classes().should(ArchitectureConditions.resideInAPackageOfAtMost(30));

  static final ArchRule ONLY_FIVE_PACKAGES_USE_JDBC =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + ".assess.catalog..",
              ROOT + ".source..",
              ROOT + ".target..",
              ROOT + ".enrich..",
              ROOT + ".upsert..",
              ROOT + ".verify..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..");

  static final ArchRule NOTHING_DEPENDS_ON_A_REFERENCE_SOURCE =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".enrich.csv..", ROOT + ".enrich.jdbc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".enrich.csv..", ROOT + ".enrich.jdbc..");

  static final ArchRule ONLY_FOUR_PACKAGES_USE_KAFKA =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + ".kafka..", ROOT + ".read..", ROOT + ".deadletter..", ROOT + ".commit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.apache.beam.sdk.io.kafka..");

  static final ArchRule ONLY_THE_REGISTRY_USES_A_DIALECT =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".target.postgres..")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + ".target.Dialects")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".target.postgres..", "org.postgresql..");

  static final ArchRule ONLY_THE_REGISTRY_USES_MARIADB =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".target.mariadb..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".target.mariadb..", "org.mariadb..");

  public static final ArchRule NOTHING_DEPENDS_ON_A_RUNNER =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.beam.runners..");

  static final ArchRule NOTHING_NAMES_A_RUNNER =
      classes()
          .should(
              ArchitectureConditions.containNoTextLike(
                  "(Direct|Portable)Runner|Flink\\w*|Dataflow\\w*|Spark\\w*"));

  static final ArchRule EACH_STAGE_HAS_ONE_PUBLIC_TRANSFORM =
      classes()
          .that()
          .resideInAnyPackage(stagePackages())
          .and()
          .areAssignableTo(PTransform.class)
          .and()
          .arePublic()
          .should(ArchitectureConditions.beTheOnlyOneOf("stage", ArchitectureRules::topPackage));

  static final ArchRule PUBLIC_TRANSFORMS_HAVE_NO_NOUN_SUFFIX =
      classes()
          .that()
          .areAssignableTo(PTransform.class)
          .and()
          .arePublic()
          .should()
          .haveNameNotMatching(".*(Transform|Source|Sink|Reader|Writer)$");

  static final ArchRule DOFNS_ARE_NOT_PUBLIC_AND_END_IN_FN =
      classes()
          .that()
          .areAssignableTo(DoFn.class)
          .should()
          .notBePublic()
          .andShould()
          .haveSimpleNameEndingWith("Fn");

  static final ArchRule DOFNS_HAVE_NO_LONG_METHODS =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAssignableTo(DoFn.class)
          .should(ArchitectureConditions.beShort(LONG_METHODS.keySet()));

  /** A DoFn calls the classes that talk to other systems, so that these are tested without Beam. */
  static final ArchRule DOFNS_DO_NO_INPUT_OR_OUTPUT =
      noClasses()
          .that()
          .areAssignableTo(DoFn.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "java.net..",
              "java.nio.file..",
              "org.apache.kafka.clients..",
              "com.fasterxml..",
              "dev.cel..");

  static final ArchRule DOFNS_DO_NOT_USE_PIPELINE_OPTIONS =
      noClasses()
          .that()
          .areAssignableTo(DoFn.class)
          .should()
          .dependOnClassesThat(assignableTo(PipelineOptions.class));

  public static final ArchRule STATIC_STATE_DOES_NOT_CHANGE =
      fields()
          .that()
          .areStatic()
          .and(describe("are not listed", (JavaField field) -> !isListed(field)))
          .should(ArchitectureConditions.neverChange());

  static final ArchRule CLOCKS_ARE_INJECTED =
      classes()
          .that(
              describe(
                  "are no doors",
                  (JavaClass javaClass) -> !CLOCK_DOORS.containsKey(outermost(javaClass))))
          .should(ArchitectureConditions.notReadTheSystemClock());

  /** Returns the entries of the lists above that no class needs any more. */
  static List<String> needlessExceptions(JavaClasses classes) {
    Set<String> changing = new TreeSet<>();
    Set<String> changingTypes = new TreeSet<>();
    Set<String> doors = new TreeSet<>();
    for (JavaClass javaClass : classes) {
      for (JavaField field : javaClass.getFields()) {
        if (field.getModifiers().contains(JavaModifier.STATIC)
            && ArchitectureConditions.changes(field)) {
          changing.add(field.getFullName());
          changingTypes.add(field.getRawType().getName());
        }
      }
      if (!ArchitectureConditions.clockReads(javaClass).isEmpty()) {
        doors.add(outermost(javaClass));
      }
    }
    List<String> needless = new ArrayList<>();
    addOthers(CHANGING_STATE, changing::contains, needless);
    addOthers(CHANGING_TYPES, changingTypes::contains, needless);
    addOthers(CLOCK_DOORS, doors::contains, needless);
    return needless;
  }

  private static void addOthers(
      Map<String, String> listed, Predicate<String> needed, List<String> others) {
    listed.keySet().stream().filter(needed.negate()).sorted().forEach(others::add);
  }

  /** Returns the names of all packages below the root. */
  static Set<String> packages(JavaClasses classes) {
    Set<String> packages = new TreeSet<>();
    for (JavaClass javaClass : classes) {
      if (javaClass.getPackageName().startsWith(ROOT + ".")) {
        packages.add(javaClass.getPackageName().substring(ROOT.length() + 1));
      }
    }
    return packages;
  }

  /**
   * Returns by stage the packages outside of stages that it depends on, without those that all
   * stages may use.
   */
  static Map<String, Set<String>> sharedPackages(JavaClasses classes) {
    Map<String, Set<String>> used = new TreeMap<>();
    STAGES.forEach(stage -> used.put(stage, new TreeSet<>()));
    for (JavaClass javaClass : classes) {
      Set<String> ofStage = used.get(topPackage(javaClass));
      if (ofStage == null) {
        continue;
      }
      for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String top = topPackage(target);
        if (target.getPackageName().startsWith(ROOT + ".")
            && !STAGES.contains(top)
            && !USED_BY_ALL.contains(top)) {
          ofStage.add(target.getPackageName().substring(ROOT.length() + 1));
        }
      }
    }
    return used;
  }

  private static boolean isListed(JavaField field) {
    return CHANGING_STATE.containsKey(field.getFullName())
        || CHANGING_TYPES.containsKey(field.getRawType().getName());
  }

  private static String outermost(JavaClass javaClass) {
    return javaClass.getName().replaceFirst("\\$.*", "");
  }

  private static String[] stagePackages() {
    return STAGES.stream().map(stage -> ROOT + "." + stage + "..").toArray(String[]::new);
  }

  private static String[] concat(String[] some, String[] more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Returns the first package below the root, or an empty text. */
  private static String topPackage(JavaClass javaClass) {
    String name = javaClass.getPackageName();
    return name.startsWith(ROOT + ".")
        ? name.substring(ROOT.length() + 1).replaceFirst("\\..*", "")
        : "";
  }

  /**
   * The packages below the root. The readers of the configuration are apart from its values: they
   * call the services that read their own sections, and these depend on the values.
   */
  private static final class PackageSlices implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      if (javaClass.getPackageName().startsWith(ROOT + ".config.reading")) {
        return SliceIdentifier.of("config.reading");
      }
      String top = topPackage(javaClass);
      return top.isEmpty() ? SliceIdentifier.ignore() : SliceIdentifier.of(top);
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  private static final class StageSlices implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      String stage = topPackage(javaClass);
      return STAGES.contains(stage) ? SliceIdentifier.of(stage) : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "stages";
    }
  }
}
