import { IsBoolean } from 'class-validator';

export class TurnMatchingDto {
  /** Off: the organisation is matched with no challenge, and none is recommended to it */
  @IsBoolean()
  isOn: boolean;
}
