/** The command {@code assess}. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.assess;
