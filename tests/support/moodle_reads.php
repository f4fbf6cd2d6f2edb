<?php
// What Moodle's own importers make of a worksheet and of a feedback zip, as JSON.
// Usage: php moodle_reads.php MOODLE worksheet FILE | MOODLE feedback NAME...   (MOODLE: a checkout of Moodle's source)
// Moodle's files are read from where they lie; this file stands in for what they ask of a whole site.

define('MOODLE_INTERNAL', true);
[$me, $moodle, $what] = $argv;
$rest = array_slice($argv, 3);
$moodle = is_dir("$moodle/public/mod") ? "$moodle/public" : $moodle;
$CFG = (object) ['tempdir' => sys_get_temp_dir() . '/moodle_reads_' . getmypid()];
$USER = (object) ['id' => 2];

class core_text {
    static function convert($text, $from, $to) { return $text; }
    static function trim_utf8_bom($text) { return preg_replace('/^\xEF\xBB\xBF/', '', $text); }
}
function make_temp_directory($name) {
    global $CFG;
    $folder = $CFG->tempdir . '/' . ltrim($name, '/');
    @mkdir($folder, 0700, true);
    return $folder;
}
function get_string($name, $from = '') {
    $strings = ['grade' => 'Grade', 'gradenoun' => 'Grade', 'recordid' => 'Identifier', 'lastmodifiedgrade' => 'Last modified (grade)',
                'hiddenuser' => 'Participant '];
    return $strings[$name] ?? $name;
}
function has_capability($name, $context) { return true; }
function groups_get_activity_groupmode($module) { return 0; }

class assign {
    public $participants;
    function get_feedback_plugins() { return []; }
    function get_course_module() { return null; }
    function get_instance() { return (object) ['grade' => 100, 'blindmarking' => 0, 'markingworkflow' => 0]; }
    function get_context() { return null; }
    function list_participants($group, $ids) { return $this->participants; }
    function get_user_id_for_uniqueid($id) { return is_numeric($id) ? (int) $id : false; }
    function get_plugin_by_type($subtype, $type) { return "$subtype/$type" === 'assignfeedback/file' ? (object) [] : null; }
}
class unzipped {
    function __construct(private $path) {}
    function is_directory() { return str_ends_with($this->path, '/'); }
    function get_filename() { return basename($this->path); }
    function get_filepath() { return '/import/' . (dirname($this->path) === '.' ? '' : dirname($this->path) . '/'); }
}

class everyone implements ArrayAccess {
    function offsetExists($id): bool { return true; }
    function offsetGet($id): mixed { return (object) ['id' => $id]; }
    function offsetSet($id, $value): void {}
    function offsetUnset($id): void {}
}

$assign = new assign();
$found = [];
if ($what === 'worksheet') {
    require "$moodle/lib/csvlib.class.php";
    require "$moodle/mod/assign/feedback/offline/importgradeslib.php";
    $text = file_get_contents($rest[0]);
    preg_match_all('/Participant (\d+)/', $text, $numbers);
    $assign->participants = array_fill_keys($numbers[1], (object) []);
    foreach ($assign->participants as $id => $user) { $assign->participants[$id] = (object) ['id' => $id]; }
    make_temp_directory('csvimport/assignfeedback_offline/' . $USER->id);
    $importer = new assignfeedback_offline_grade_importer(1, $assign);
    $importer->parsecsv($text);
    if (!$importer->init()) {
        fwrite(STDERR, "not a grading worksheet\n");
        exit(1);
    }
    while ($row = $importer->next()) { $found[$row->user->id] = $row->grade; }
    $importer->close(true);
} else {
    require "$moodle/mod/assign/feedback/file/importziplib.php";
    $importer = new assignfeedback_file_zip_importer();
    foreach ($rest as $name) {
        $user = $plugin = null;
        $file = '';
        $valid = $importer->is_valid_filename_for_import($assign, new unzipped($name), new everyone(), $user, $plugin, $file);
        $found[$name] = $valid ? [$user->id, $file] : null;
    }
}
echo json_encode($found, JSON_UNESCAPED_UNICODE | JSON_FORCE_OBJECT), "\n";
