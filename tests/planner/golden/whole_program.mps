NAME relevo
OBJSENSE
    MAX
ROWS
 N value
 E count_0_0
 E count_1_0
 E count_2_0
 L step_0_0
 L step_0_1
 L step_1_2
 L step_1_3
 L step_2_4
 L step_2_5
 L most_0_0
 L most_0_1
 L most_1_2
 L most_1_3
 L most_2_4
 L most_2_5
 L teams_0_0
 L teams_1_1
 L teams_2_2
 L officers_0_0
 L officers_1_1
 L officers_2_2
 L pause_0_0
 L pause_0_1
 L supply_0
 L supply_1
 L supply_2
 L supply_3
 L floor_z_0_0
 L floor_z_0_1
 L floor_z_0_2
 G floor_0
COLUMNS
 marker_0 'MARKER' 'INTORG'
 open_0 step_0_0 -1.0
 open_0 step_0_1 -2.0
 open_0 most_0_0 -2.0
 open_0 most_0_1 -1.0
 open_0 teams_0_0 -2.0
 open_0 officers_0_0 -1000.0
 open_0 pause_0_0 1.0
 open_0 pause_0_1 1.0
 open_1 step_1_2 -1.0
 open_1 step_1_3 -2.0
 open_1 most_1_2 -2.0
 open_1 most_1_3 -1.0
 open_1 teams_1_1 -2.0
 open_1 officers_1_1 -1000.0
 open_1 pause_0_0 1.0
 open_1 pause_0_1 1.0
 open_2 step_2_4 -1.0
 open_2 step_2_5 -2.0
 open_2 most_2_4 -2.0
 open_2 most_2_5 -1.0
 open_2 teams_2_2 -2.0
 open_2 officers_2_2 -1000.0
 open_2 pause_0_1 1.0
 n_0_0 value -0.25
 n_0_0 count_0_0 1.0
 n_0_0 most_0_0 1.0
 n_0_0 teams_0_0 1.0
 n_0_0 officers_0_0 10.0
 n_0_0 supply_0 1.0
 n_0_0 supply_1 1.0
 n_0_0 floor_z_0_0 -1.0
 n_0_1 count_0_0 1.0
 n_0_1 most_0_1 1.0
 n_0_1 teams_0_0 1.0
 n_0_1 officers_0_0 990.0
 n_0_1 supply_2 1.0
 n_0_1 floor_z_0_0 -1.0
 n_1_0 value -0.25
 n_1_0 count_1_0 1.0
 n_1_0 most_1_2 1.0
 n_1_0 teams_1_1 1.0
 n_1_0 officers_1_1 10.0
 n_1_0 supply_0 1.0
 n_1_0 supply_1 1.0
 n_1_0 floor_z_0_1 -1.0
 n_1_1 count_1_0 1.0
 n_1_1 most_1_3 1.0
 n_1_1 teams_1_1 1.0
 n_1_1 officers_1_1 990.0
 n_1_1 supply_2 1.0
 n_1_1 supply_3 1.0
 n_1_1 floor_z_0_1 -1.0
 n_2_0 value -0.25
 n_2_0 count_2_0 1.0
 n_2_0 most_2_4 1.0
 n_2_0 teams_2_2 1.0
 n_2_0 officers_2_2 10.0
 n_2_0 supply_1 1.0
 n_2_0 floor_z_0_2 -1.0
 n_2_1 count_2_0 1.0
 n_2_1 most_2_5 1.0
 n_2_1 teams_2_2 1.0
 n_2_1 officers_2_2 990.0
 n_2_1 supply_3 1.0
 n_2_1 floor_z_0_2 -1.0
 marker_9 'MARKER' 'INTEND'
 y_0_0_0 value 2.0
 y_0_0_0 count_0_0 -1.0
 y_0_0_0 step_0_0 1.0
 y_0_0_1 value 1.0
 y_0_0_1 count_0_0 -1.0
 y_0_0_1 step_0_1 1.0
 y_1_0_0 value 2.2
 y_1_0_0 count_1_0 -1.0
 y_1_0_0 step_1_2 1.0
 y_1_0_1 value 1.1
 y_1_0_1 count_1_0 -1.0
 y_1_0_1 step_1_3 1.0
 y_2_0_0 value 0.2
 y_2_0_0 count_2_0 -1.0
 y_2_0_0 step_2_4 1.0
 y_2_0_1 value 0.1
 y_2_0_1 count_2_0 -1.0
 y_2_0_1 step_2_5 1.0
 marker_15 'MARKER' 'INTORG'
 met_0 floor_0 -1.0
 z_0_0 floor_z_0_0 2.0
 z_0_0 floor_0 1.0
 z_0_1 floor_z_0_1 2.0
 z_0_1 floor_0 1.0
 z_0_2 floor_z_0_2 2.0
 z_0_2 floor_0 1.0
 marker_19 'MARKER' 'INTEND'
RHS
 rhs pause_0_0 1.0
 rhs pause_0_1 1.0
 rhs supply_0 2.0
 rhs supply_1 2.0
 rhs supply_2 1.0
 rhs supply_3 1.0
BOUNDS
 LO bound open_0 0.0
 UP bound open_0 1.0
 LO bound open_1 0.0
 UP bound open_1 1.0
 LO bound open_2 0.0
 UP bound open_2 1.0
 LO bound n_0_0 0.0
 UP bound n_0_0 2.0
 LO bound n_0_1 0.0
 UP bound n_0_1 1.0
 LO bound n_1_0 0.0
 UP bound n_1_0 2.0
 LO bound n_1_1 0.0
 UP bound n_1_1 1.0
 LO bound n_2_0 0.0
 UP bound n_2_0 2.0
 LO bound n_2_1 0.0
 UP bound n_2_1 1.0
 LO bound y_0_0_0 0.0
 UP bound y_0_0_0 1.0
 LO bound y_0_0_1 0.0
 UP bound y_0_0_1 2.0
 LO bound y_1_0_0 0.0
 UP bound y_1_0_0 1.0
 LO bound y_1_0_1 0.0
 UP bound y_1_0_1 2.0
 LO bound y_2_0_0 0.0
 UP bound y_2_0_0 1.0
 LO bound y_2_0_1 0.0
 UP bound y_2_0_1 2.0
 LO bound met_0 0.0
 UP bound met_0 1.0
 LO bound z_0_0 0.0
 UP bound z_0_0 1.0
 LO bound z_0_1 0.0
 UP bound z_0_1 1.0
 LO bound z_0_2 0.0
 UP bound z_0_2 1.0
ENDATA
