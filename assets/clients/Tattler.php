<?php

/**
 * Tattler's client for PHP 7.4 and newer: this one file. Copy it into your project.
 *
 *   require_once 'Tattler.php';
 *
 *   Tattler::log('warning', 'Card was declined', ['order' => 7]);   // level (or 1 to 8), message, context
 *   Tattler::query('SELECT * FROM items', 'mysql', 12.5);           // text, target, ms
 *   Tattler::exception($error);
 *   Tattler::dump($value);                                          // shows it, and returns it
 *   Tattler::span('load basket', fn () => loadBasket());            // times it; what happens inside is shown inside
 *   Tattler::unit(fn () => work($job));                             // a job: its events are a stream of their own
 *   Tattler::send(['type' => 'access_check', 'payload' => ['access' => 'DENIED', 'object' => 'order 7']]);
 *
 * On the web, the request, its response and what has ended it are told as well, from the first call on; `Tattler::watch()`
 * at the beginning is one that tells nothing else.
 *
 * It is off where APP_ENV says production; TATTLER=1 and TATTLER=0 decide it anywhere. TATTLER_URL says where Tattler is,
 * TATTLER_APP what the app is called, TATTLER_TOKEN what a Tattler on another machine asks for.
 * `Tattler::configure(['app' => 'shop'])`, before anything else, sets these and more: see $options.
 *
 * It never throws, and takes a request or job no more than 5 ms in all: what does not fit is dropped, and Tattler shows how
 * much that was. Events are sent when the request is over, after its answer where PHP can tell (FPM). PHP has nothing that
 * sends in the background: what the system takes within the 5 ms is on its way, and an answer that comes later is not
 * waited for. So what a Tattler that hangs was handed, and has not read, is not counted. Where no Tattler answers, it is left
 * alone for 5 seconds by all requests, which a file in the folder for temporary files tells them.
 */
final class Tattler
{
    private const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];
    /** Of the budget, what calls may take; the rest is for sending. */
    private const SHARE_OF_CALLS = 0.6;
    /** Bytes that are sent as one message, where events are not larger by themselves. */
    private const BATCH_SIZE = 60000;
    /** A program of the command line sends what is this old, s. */
    private const BATCH_TIME = 1.0;
    /** What a span that holds more bytes or levels is told, it no longer holds back. */
    private const SPAN_SIZE = 100000;
    private const SPAN_DEPTH = 50;
    /** Of one event: bytes, bytes of a text, levels, members of a list or an object. */
    private const EVENT_SIZE = 250000;
    private const TEXT_SIZE = 30000;
    private const DEPTH = 12;
    private const MEMBERS = 500;

    /** @var array<string, mixed> */
    private static $options = [
        /** Where Tattler listens; null: TATTLER_URL, or on this machine. */
        'url' => null,
        /** What a Tattler asks for that listens beyond its machine, the word in its `send-token`; null: TATTLER_TOKEN, or nothing. */
        'token' => null,
        /** What the app is called; null: TATTLER_APP, or the name of its folder. */
        'app' => null,
        /** Null: as the environment says. */
        'enabled' => null,
        /** What a request or job may spend here, ms; a program of the command line, in each tenth of a second. Null: TATTLER_BUDGET, or 5. */
        'budget' => null,
        /** How long Tattler is left alone after it could not be reached, s. */
        'pause' => 5.0,
        /** Bytes that may wait to be sent. */
        'queueSize' => 4000000,
        /** Whether request and response of the web are told. */
        'request' => true,
    ];
    /** @var bool|null Null before the first call. */
    private static $isOn = null;
    private static $isBusy = false;
    /** Whether the outermost span is the request of the web. */
    private static $hasRequest = false;
    private static $process = 0;
    /** @var string */
    private static $unit = '';
    /** Whether the unit is a program of the command line as a whole. */
    private static $isBackground = PHP_SAPI === 'cli';
    /** Time spent by the unit, ns; by a program as a whole, in this tenth of a second. */
    private static $spent = 0;
    private static $since = 0;
    /** @var string[] Events that wait, each as JSON. */
    private static $waiting = [];
    private static $waitingSize = 0;
    private static $waitingSince = 0.0;
    /** @var array<int, array<string, mixed>> Spans that are open, the innermost last. */
    private static $spans = [];
    /** @var array<string, int> Why, and how many events. */
    private static $dropped = [];
    private static $pausedUntil = 0.0;
    private static $room = 0;
    private static $deadline = 0;

    /** @param array<string, mixed> $options */
    public static function configure(array $options): void
    {
        self::$options = $options + self::$options;
        self::$isOn = null;
    }

    /** Tells of this request, whatever else is told. */
    public static function watch(): void
    {
        self::guard(static function (): void {
        });
    }

    /** @param string|int $level */
    public static function log($level, $message, $context = null, array $more = []): void
    {
        self::guard(static function () use ($level, $message, $context, $more): void {
            $importance = is_int($level) ? $level : ((int) array_search($level, self::LEVELS, true) + 1);
            $isText = is_scalar($message) || $message === null;
            $text = $isText ? (string) $message : (is_object($message) ? get_class($message) : 'array');
            $payload = ['message' => $text] + ($isText ? [] : ['context' => $message]);
            self::add($more + ['type' => 'log', 'importance' => $importance, 'payload' => $payload + ($context === null ? [] : ['context' => $context])]);
        });
    }

    /** `$duration` in ms. */
    public static function query($query, string $target = 'sql', ?float $duration = null, array $more = []): void
    {
        self::guard(static function () use ($query, $target, $duration, $more): void {
            $payload = ['target' => $target, 'query' => (string) $query, 'syntax' => $more['syntax'] ?? 'sql'];
            unset($more['syntax']);
            self::add($more + ['type' => 'query', 'payload' => $payload] + ($duration === null ? [] : ['duration' => $duration]));
        });
    }

    /** A request that PHP does not know of: `method`, `uri`, `headers`, `body`. */
    public static function request(array $payload, array $more = []): void
    {
        self::guard(static function () use ($payload, $more): void {
            if (isset($payload['headers'])) {
                $payload['headers'] = self::toPairs($payload['headers']);
            }
            self::add($more + ['type' => 'request', 'importance' => 2, 'payload' => $payload]);
        });
    }

    /** Its answer: `status`, `headers`, `body`. */
    public static function response(array $payload, array $more = []): void
    {
        self::guard(static function () use ($payload, $more): void {
            self::add($more + ['type' => 'response', 'payload' => $payload] + self::judge((int) ($payload['status'] ?? 200)));
        });
    }

    public static function exception(Throwable $error, array $more = []): void
    {
        self::guard(static function () use ($error, $more): void {
            $place = ['file' => $error->getFile(), 'line' => $error->getLine()];
            self::add($more + ['type' => 'exception', 'importance' => 5, 'success' => false, 'payload' => $error, 'calledFrom' => $place]);
        });
    }

    /** Shows a value, and returns it. */
    public static function dump($value, string $label = 'dump')
    {
        self::log('debug', $label, $value);
        return $value;
    }

    /** @param array<string, mixed> $event Of Tattler's README: `type`, `payload`, and, if you like, `time`, `duration`, `tags`, … */
    public static function send(array $event): void
    {
        self::guard(static function () use ($event): void {
            self::add($event);
        });
    }

    /**
     * Runs `$work`, and tells how long it took and whether it failed.
     *
     * @param string|array<string, mixed> $event A name, or the rest of an event.
     */
    public static function span($event, callable $work)
    {
        $head = is_array($event) ? $event : ['type' => 'event', 'payload' => ['name' => (string) $event, 'group' => 'span']];
        $depth = self::isOn() ? count(self::$spans) : 0;
        self::guard(static function () use ($head): void {
            self::openSpan($head, microtime(true));
        }, true);
        $success = false;
        try {
            $result = $work();
            $success = true;
            return $result;
        } finally {
            self::guard(static function () use ($depth, $success): void {
                self::closeSpans($depth, $success);
            }, true);
        }
    }

    /** Runs `$work` as a unit: its events are the stream `$id`, are sent when it is over, and have a budget of their own. */
    public static function unit(callable $work, ?string $id = null)
    {
        if (!self::isOn()) {
            return $work();
        }
        self::flush();
        $outer = [self::$unit, self::$spent, self::$spans, self::$isBackground];
        [self::$unit, self::$spent, self::$spans, self::$isBackground] = [$id ?? self::makeId(), 0, [], false];
        try {
            return $work();
        } finally {
            self::flush();
            [self::$unit, self::$spent, self::$spans, self::$isBackground] = $outer;
        }
    }

    /** Sends what waits. */
    public static function flush(): void
    {
        self::guard(static function (): void {
            self::sendAll();
        }, true);
    }

    /**
     * Does what a call asks for, if there is time left for it, and counts what it takes. What brings home what was told
     * before, `$isNeeded`, is always done.
     */
    private static function guard(callable $work, bool $isNeeded = false): void
    {
        if (self::$isBusy || !self::isOn()) {
            return;
        }
        $start = hrtime(true);
        if (self::$isBackground && $start - self::$since > 1e8) {
            [self::$since, self::$spent] = [$start, 0];
        }
        $budget = (int) (self::$options['budget'] * 1e6 * ($isNeeded ? 1 : self::SHARE_OF_CALLS));
        self::$deadline = $start + max(0, $budget - self::$spent);
        if (!$isNeeded && self::$spent >= $budget) {
            self::drop('they would have taken more than ' . self::$options['budget'] . ' ms');
            return;
        }
        if (!$isNeeded && microtime(true) < self::$pausedUntil) {
            self::drop('Tattler did not answer');
            return;
        }
        self::$isBusy = true;
        // Whatever goes wrong here is none of the app's.
        set_error_handler(static function (): bool {
            return true;
        });
        try {
            $work();
        } catch (Throwable $error) {
            self::drop('they could not be read');
        } finally {
            restore_error_handler();
            self::$isBusy = false;
            self::$spent += hrtime(true) - $start;
        }
        if (!$isNeeded && PHP_SAPI === 'cli' && self::$waiting !== [] && microtime(true) - self::$waitingSince > self::BATCH_TIME) {
            self::flush();
        }
    }

    private static function isOn(): bool
    {
        if (self::$isOn === null) {
            self::$isOn = self::$options['enabled'] ?? self::isEnabled();
            if (self::$isOn && self::$process === 0) {
                self::$process = getmypid();
                self::$options['budget'] = self::$options['budget'] ?? ((float) self::env('TATTLER_BUDGET') ?: 5.0);
                self::guard([self::class, 'begin'], true);
            }
        }
        return self::$isOn;
    }

    private static function isEnabled(): bool
    {
        $told = self::env('TATTLER');
        if ($told !== '') {
            return !in_array(strtolower($told), ['0', 'off', 'false', 'no'], true);
        }
        return !in_array(strtolower(self::env('APP_ENV')), ['production', 'prod'], true);
    }

    private static function env(string $name): string
    {
        $value = $_SERVER[$name] ?? $_ENV[$name] ?? getenv($name);
        return is_string($value) ? $value : '';
    }

    private static function begin(): void
    {
        self::$unit = self::makeId();
        self::$options['url'] = self::$options['url'] ?? (self::env('TATTLER_URL') ?: 'http://127.0.0.1:7357');
        $folder = basename(self::env('DOCUMENT_ROOT') ?: (string) getcwd());
        $isPublic = in_array($folder, ['public', 'web', 'html', 'htdocs', 'www'], true);
        $folder = $isPublic ? basename(dirname(self::env('DOCUMENT_ROOT') ?: (string) getcwd())) : $folder;
        self::$options['app'] = self::$options['app'] ?? (self::env('TATTLER_APP') ?: ($folder ?: 'php'));
        self::$pausedUntil = self::readState()['until'];
        self::$hasRequest = PHP_SAPI !== 'cli' && self::$options['request'] && microtime(true) >= self::$pausedUntil;
        if (self::$hasRequest) {
            self::openSpan(['type' => 'request', 'payload' => self::describeRequest()], (float) ($_SERVER['REQUEST_TIME_FLOAT'] ?? microtime(true)));
        }
        register_shutdown_function(static function (): void {
            // Behind those that the app has registered since.
            register_shutdown_function([self::class, 'end']);
        });
    }

    /** @internal Called by PHP when the request is over. */
    public static function end(): void
    {
        // A process that was forked off must not send what its parent does.
        if (!self::$isOn || self::$process !== getmypid()) {
            return;
        }
        $fatal = error_get_last();
        $isFatal = $fatal !== null && ($fatal['type'] & (E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR)) !== 0;
        $status = (int) http_response_code();
        if (function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request();
        }
        self::guard(static function () use ($fatal, $isFatal, $status): void {
            if ($isFatal) {
                $place = ['file' => $fatal['file'], 'line' => $fatal['line']];
                $payload = ['type' => 'Fatal error', 'message' => $fatal['message']];
                self::add(['type' => 'exception', 'importance' => 6, 'success' => false, 'payload' => $payload, 'calledFrom' => $place]);
            }
            $judged = self::judge($isFatal ? 500 : $status);
            self::closeSpans(self::$hasRequest ? 1 : 0, !$isFatal);
            if (self::$hasRequest) {
                self::closeSpans(0, $judged['success'], $judged['importance']);
                $payload = ['status' => $status ?: 200, 'headers' => self::listHeaders(), 'memoryPeak' => memory_get_peak_usage()];
                self::add(['type' => 'response', 'payload' => $payload, 'calledFrom' => null] + $judged);
            }
        }, true);
        self::flush();
        self::keepState();
    }

    /** @param array<string, mixed> $event */
    private static function add(array $event): void
    {
        if (self::$waitingSize > self::$options['queueSize']) {
            self::drop('more than ' . self::$options['queueSize'] . ' bytes were waiting');
            return;
        }
        self::keep(self::writeEvent($event, microtime(true)));
    }

    private static function keep(string $text): void
    {
        $last = count(self::$spans) - 1;
        if ($last >= 0 && $last < self::SPAN_DEPTH && self::$spans[$last]['size'] + strlen($text) < self::SPAN_SIZE) {
            self::$spans[$last]['nested'][] = $text;
            self::$spans[$last]['size'] += strlen($text);
            return;
        }
        if (self::$waiting === []) {
            self::$waitingSince = microtime(true);
        }
        self::$waiting[] = $text;
        self::$waitingSize += strlen($text);
    }

    /** @param array<string, mixed> $event */
    private static function openSpan(array $event, float $start): void
    {
        unset($event['nested'], $event['duration'], $event['success']);
        $text = self::writeEvent($event, $start);
        self::$spans[] = ['start' => $start, 'text' => $text, 'nested' => [], 'size' => 0];
    }

    /** Closes all spans but the outermost `$depth`. */
    private static function closeSpans(int $depth, bool $success, ?int $importance = null): void
    {
        while (count(self::$spans) > $depth) {
            $span = array_pop(self::$spans);
            $more = ['duration' => round((microtime(true) - $span['start']) * 1000, 3), 'success' => $success];
            $more += $importance === null ? [] : ['importance' => $importance];
            $nested = $span['nested'] === [] ? '' : ',"nested":[' . implode(',', $span['nested']) . ']';
            self::keep(substr($span['text'], 0, -1) . ',' . substr(json_encode($more), 1, -1) . $nested . '}');
        }
    }

    private static function drop(string $reason, int $count = 1): void
    {
        self::$dropped[$reason] = (self::$dropped[$reason] ?? 0) + $count;
    }

    private static function sendAll(): void
    {
        if (self::$waiting === [] || self::$process !== getmypid()) {
            return;
        }
        $waiting = self::$waiting;
        self::$waiting = [];
        self::$waitingSize = 0;
        if (microtime(true) < self::$pausedUntil) {
            self::drop('Tattler did not answer', count($waiting));
            return;
        }
        foreach (self::takeState()['dropped'] as $reason => $count) {
            self::drop($reason, $count);
        }
        $told = self::$dropped;
        self::$dropped = [];
        if ($told !== []) {
            $payload = ['message' => 'Dropped ' . array_sum($told) . ' of ' . self::$options['app'] . "'s events", 'context' => $told];
            array_unshift($waiting, json_encode(['type' => 'log', 'importance' => 4, 'tags' => ['dropped'], 'payload' => $payload]));
        }
        $batches = [[]];
        $size = 0;
        foreach ($waiting as $text) {
            if ($size > 0 && $size + strlen($text) > self::BATCH_SIZE) {
                $batches[] = [];
                $size = 0;
            }
            $batches[count($batches) - 1][] = $text;
            $size += strlen($text);
        }
        $sent = self::sendBatches($batches);
        if ($sent < 1 && $told !== []) {
            foreach ($told as $reason => $count) {
                self::drop($reason, $count);
            }
            array_shift($batches[0]);
        }
        $lost = array_sum(array_map('count', array_slice($batches, $sent)));
        if ($lost > 0) {
            self::drop(self::$pausedUntil > 0 ? 'Tattler did not answer' : 'Tattler did not take them in time', $lost);
        }
    }

    /**
     * @param string[][] $batches
     * @return int How many of them the system has taken.
     */
    private static function sendBatches(array $batches): int
    {
        $url = parse_url(self::$options['url']);
        $host = $url['host'] ?? '127.0.0.1';
        $port = $url['port'] ?? 80;
        $left = max(0.001, (self::$deadline - hrtime(true)) / 1e9);
        $socket = stream_socket_client("tcp://$host:$port", $code, $reason, $left);
        if ($socket === false) {
            self::$pausedUntil = microtime(true) + self::$options['pause'];
            return 0;
        }
        stream_set_blocking($socket, false);
        $head = 'POST /events?app=' . rawurlencode(self::$options['app']) . " HTTP/1.1\r\nHost: $host:$port\r\n";
        $token = self::$options['token'] ?? self::env('TATTLER_TOKEN');
        $head .= $token === '' ? '' : "Authorization: Bearer $token\r\n";
        $sent = 0;
        foreach ($batches as $batch) {
            $body = '{"id":' . json_encode(self::$unit) . ',"version":1,"events":[' . implode(',', $batch) . ']}';
            $size = strlen($body);
            if (!self::write($socket, "{$head}Content-Type: application/json\r\nContent-Length: $size\r\n\r\n$body")) {
                break;
            }
            $sent++;
        }
        fclose($socket);
        return $sent;
    }

    /** @param resource $socket */
    private static function write($socket, string $text): bool
    {
        while ($text !== '') {
            $written = fwrite($socket, $text);
            if ($written === false) {
                return false;
            }
            $text = (string) substr($text, $written);
            $left = self::$deadline - hrtime(true);
            if ($written > 0 || $text === '') {
                continue;
            }
            $none = null;
            $ready = [$socket];
            if ($left <= 0 || stream_select($none, $ready, $none, 0, intdiv($left, 1000)) < 1) {
                return false;
            }
        }
        return true;
    }

    /** What is told from request to request: until when Tattler is left alone, and what was dropped. */
    private static function stateFile(): string
    {
        $user = function_exists('posix_getuid') ? posix_getuid() : get_current_user();
        return sys_get_temp_dir() . '/tattler-' . md5(self::$options['url'] . "\n" . $user);
    }

    /** @return array{until: float, dropped: array<string, int>} */
    private static function readState(): array
    {
        $file = self::stateFile();
        // Somebody else's link would lead to a file that is none of ours.
        $state = is_file($file) && !is_link($file) ? json_decode((string) file_get_contents($file), true) : null;
        $dropped = is_array($state['dropped'] ?? null) ? array_map('intval', $state['dropped']) : [];
        return ['until' => (float) ($state['until'] ?? 0), 'dropped' => $dropped];
    }

    /** @return array{until: float, dropped: array<string, int>} */
    private static function takeState(): array
    {
        $state = self::readState();
        if ($state['until'] > 0 || $state['dropped'] !== []) {
            unlink(self::stateFile());
        }
        return $state;
    }

    private static function keepState(): void
    {
        if (self::$dropped === [] && microtime(true) >= self::$pausedUntil) {
            return;
        }
        set_error_handler(static function (): bool {
            return true;
        });
        try {
            $state = self::readState();
            foreach ($state['dropped'] as $reason => $count) {
                self::drop($reason, $count);
            }
            $state = ['until' => max($state['until'], self::$pausedUntil), 'dropped' => self::$dropped];
            $next = tempnam(sys_get_temp_dir(), 'tattler-');
            file_put_contents($next, json_encode($state));
            rename($next, self::stateFile());
        } catch (Throwable $error) {
            // Where nothing can be kept, each request finds out for itself.
        } finally {
            restore_error_handler();
        }
    }

    private static function makeId(): string
    {
        return bin2hex(random_bytes(16));
    }

    /** @return array{success: bool, importance: int} How an answer's status is meant. */
    private static function judge(int $status): array
    {
        return ['success' => $status < 400, 'importance' => $status >= 500 ? 5 : ($status >= 400 ? 4 : 2)];
    }

    /** @return array<string, mixed> */
    private static function describeRequest(): array
    {
        $headers = [];
        foreach ($_SERVER as $name => $value) {
            if (strpos((string) $name, 'HTTP_') === 0) {
                $headers[strtolower(strtr(substr($name, 5), '_', '-'))] = $value;
            }
        }
        $request = ['method' => $_SERVER['REQUEST_METHOD'] ?? 'GET', 'uri' => $_SERVER['REQUEST_URI'] ?? '/', 'headers' => self::toPairs($headers)];
        return $_POST === [] ? $request : $request + ['body' => $_POST];
    }

    /** @return array<int, array{key: string, value: mixed}> */
    private static function listHeaders(): array
    {
        $pairs = [];
        foreach (headers_list() as $line) {
            $parts = explode(':', $line, 2);
            $pairs[] = ['key' => $parts[0], 'value' => trim($parts[1] ?? '')];
        }
        return $pairs;
    }

    /** @return array<int, mixed> Headers as a list of key and value. */
    private static function toPairs(array $headers): array
    {
        $pairs = [];
        foreach ($headers as $key => $value) {
            foreach (is_string($key) ? (array) $value : [] as $one) {
                $pairs[] = ['key' => $key, 'value' => $one];
            }
        }
        return $pairs === [] ? array_values($headers) : $pairs;
    }

    /** @return array{file: string, line: int}|null The first place outside of this file and of packages. */
    private static function locateCaller(): ?array
    {
        foreach (debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS, 20) as $frame) {
            $file = $frame['file'] ?? __FILE__;
            if ($file !== __FILE__ && !preg_match('#[/\\\\]vendor[/\\\\]#', $file)) {
                return ['file' => $file, 'line' => $frame['line'] ?? 1];
            }
        }
        return null;
    }

    /** @param array<string, mixed> $event */
    private static function writeEvent(array $event, float $time): string
    {
        self::$room = self::EVENT_SIZE;
        $event += ['time' => (int) round($time * 1000), 'calledFrom' => self::locateCaller()];
        if ($event['calledFrom'] === null) {
            unset($event['calledFrom']);
        }
        $given = $event['payload'] ?? [];
        unset($event['payload']);
        $copied = self::copyMembers($event, [], 0);
        $payload = self::copy($given, []);
        // An empty array would be a list.
        $copied['payload'] = $payload === [] ? new stdClass() : (is_array($payload) && !isset($payload[0]) ? $payload : ['value' => $payload]);
        return json_encode($copied, JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }

    /**
     * A copy that JSON can hold, of any value whatever, as far as there is room and time for it.
     *
     * @param array<int, bool> $parents Objects around it.
     */
    private static function copy($value, array $parents, int $depth = 0)
    {
        if (is_string($value)) {
            return self::cut($value);
        }
        if ($value === null || is_bool($value) || is_int($value)) {
            return $value;
        }
        if (is_float($value)) {
            return is_finite($value) ? $value : (string) $value;
        }
        if (!is_array($value) && !is_object($value)) {
            return '[' . gettype($value) . ']';
        }
        if (self::$room <= 0 || hrtime(true) > self::$deadline) {
            return '[left out]';
        }
        if ($depth >= self::DEPTH) {
            return '[too deep]';
        }
        if (is_array($value)) {
            return self::copyMembers($value, $parents, $depth);
        }
        if (isset($parents[spl_object_id($value)])) {
            return '[circular]';
        }
        $parents[spl_object_id($value)] = true;
        try {
            return self::copyObject($value, $parents, $depth);
        } catch (Throwable $error) {
            return '[unreadable]';
        }
    }

    /** @param array<int, bool> $parents */
    private static function copyObject(object $value, array $parents, int $depth)
    {
        if ($value instanceof DateTimeInterface) {
            return $value->format('Y-m-d\TH:i:s.vP');
        }
        if ($value instanceof Throwable) {
            $error = ['type' => get_class($value), 'message' => $value->getMessage(), 'code' => $value->getCode()];
            $error['stack'] = $value->getFile() . ':' . $value->getLine() . "\n" . $value->getTraceAsString();
            $previous = $value->getPrevious();
            return self::copyMembers($error + ($previous ? ['previous' => $previous] : []), $parents, $depth);
        }
        if ($value instanceof Closure) {
            return '[closure]';
        }
        if ($value instanceof UnitEnum) {
            return get_class($value) . '::' . $value->name;
        }
        if ($value instanceof JsonSerializable) {
            return self::copy($value->jsonSerialize(), $parents, $depth + 1);
        }
        $isPlain = $value instanceof stdClass;
        return self::copyMembers(($isPlain ? [] : ['(class)' => get_class($value)]) + (array) $value, $parents, $depth);
    }

    /** @param array<int, bool> $parents */
    private static function copyMembers(array $members, array $parents, int $depth): array
    {
        $copied = [];
        $count = 0;
        foreach ($members as $key => $value) {
            if (++$count > self::MEMBERS || self::$room <= 0) {
                $copied['…'] = '[' . (count($members) - $count + 1) . ' more]';
                break;
            }
            self::$room -= 4;
            // Names of private members begin with that of their class between two zeros.
            $name = is_string($key) ? self::cut(substr((string) strrchr("\0" . $key, "\0"), 1)) : $key;
            $copied[$name] = self::copy($value, $parents, $depth + 1);
        }
        return $copied;
    }

    private static function cut(string $text): string
    {
        $size = max(0, min(self::TEXT_SIZE, self::$room));
        $length = strlen($text);
        self::$room -= min($length, $size);
        if ($length <= $size) {
            return $text;
        }
        return substr($text, 0, $size) . '… [' . ($length - $size) . ' more bytes]';
    }
}
