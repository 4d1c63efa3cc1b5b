package org.dlm.compiler.resolve;

import org.dlm.compiler.ast.Name;

/**
 * One place where a local name gets a meaning: {@code x = …}, a parameter, an index. Binding a name again gives another
 * binding.
 */
record Binding(Name name) {}
