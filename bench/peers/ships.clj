;; The original: ships are agents, an order is an action, and a watch conjoins each event onto one
;; vector in an atom. A state carries the event that made it as its metadata. A ship sails its plan
;; and sends itself one order after another, so that nobody has to hand them out.
;;
;;   clojure ships.clj WORKERS FLEET      (bench/scripts/original.py writes the file FLEET)
;;
;; FLEET is {:miles [[...]] :ships [{:at PORT :cargo TONS :plan [[:depart PORT] [:follow SHIP]]}]}.
;; For each line on its input it sails once and prints the nanoseconds, from the first order sent to
;; the last one's event logged.

(ns ships
  (:require [clojure.edn :as edn])
  (:import [java.util.concurrent CountDownLatch Executors ThreadFactory]))

(defn heading [state] (or (:bound state) (:at state)))

(defn sail [state port miles]
  (let [from (heading state)]
    (if (= from port)
      (update state :refused inc)
      (assoc state
             :miles (+ (:miles state) (nth (nth miles from) port))
             :at nil
             :bound port))))

(defn carry-out [state [kind whom] {:keys [ships miles]}]
  (case kind
    :depart (sail state whom miles)
    :follow (sail state (heading @(nth ships whom)) miles)))

(defn step [state fleet plan]
  (let [{:keys [ship version]} (:event (meta state))
        order (nth plan version)
        event {:ship ship :version (inc version) :order order}]
    (when (< (inc version) (count plan))
      (send *agent* step fleet plan))
    (with-meta (carry-out state order fleet) {:event event})))

(defn launch [id {:keys [at cargo]} events under-way]
  (doto (agent (with-meta {:at at :bound nil :refused 0 :cargo cargo :miles 0}
                 {:event {:ship id :version 0}}))
    (add-watch :log (fn [_ _ _ state]
                      (let [event (:event (meta state))]
                        (swap! events conj event)
                        (.countDown ^CountDownLatch under-way))))))

(defn run-once [{:keys [ships miles]}]
  (let [events (atom [])
        total (reduce + (map (comp count :plan) ships))
        under-way (CountDownLatch. total)
        agents (vec (map-indexed #(launch %1 %2 events under-way) ships))
        fleet {:ships agents :miles miles}
        began (System/nanoTime)]
    (doseq [[ship {:keys [plan]}] (map vector agents ships)
            :when (seq plan)]
      (send ship step fleet plan))
    (.await under-way)
    (let [took (- (System/nanoTime) began)]
      (when-let [failed (some agent-error agents)]
        (throw failed))
      (assert (= total (count @events)) "an event was not logged")
      took)))

(defn daemon-threads []
  (reify ThreadFactory
    (newThread [_ action] (doto (Thread. action) (.setDaemon true)))))

(let [[workers file] *command-line-args*
      fleet (edn/read-string (slurp file))]
  (set-agent-send-executor!
   (Executors/newFixedThreadPool (parse-long workers) (daemon-threads)))
  (while (read-line)
    (System/gc)
    (println (run-once fleet))
    (flush))
  (shutdown-agents))
