// The first build generates, the second one finds everything as it left it.
def log = new File(basedir, 'build.log').text
assert log.count('Generated ') == 1
assert log.count('Nothing to generate: no .dlm file has changed.') == 1
assert log.indexOf('Generated ') < log.indexOf('Nothing to generate')
